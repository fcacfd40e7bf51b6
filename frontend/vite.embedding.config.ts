/** The embedding as a library: one ES module with its styles inside, React is the host's. */
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

export default defineConfig({
  plugins: [react(), stylesInside(), packageFile()],
  publicDir: false,
  // A library keeps it for its host to define; a browser that loads the module as it is knows no `process`.
  define: { 'process.env.NODE_ENV': '"production"' },
  build: {
    target: 'es2023',
    outDir: 'dist-embedding',
    cssCodeSplit: false,
    lib: { entry: 'src/embedding/index.ts', formats: ['es'], fileName: 'index' },
    rolldownOptions: { external: ['react', 'react-dom', 'react/jsx-runtime', 'react-dom/client'] },
  },
})

/** No stylesheet that a host could forget, or that would reach into its page: they go to the island. */
function stylesInside(): Plugin {
  return {
    name: 'styles-inside',
    enforce: 'post',
    generateBundle(_, bundle) {
      const sheets = Object.values(bundle).filter(file => file.fileName.endsWith('.css'))
      const styles = sheets.map(file => (file.type === 'asset' ? String(file.source) : '')).join('\n')
      for (const sheet of sheets) Reflect.deleteProperty(bundle, sheet.fileName)
      if (!styles) this.error('there are no styles')
      for (const file of Object.values(bundle)) {
        if (file.type !== 'chunk') continue
        file.code = file.code.replaceAll('EMBEDDED_STYLES', () => JSON.stringify(styles))
      }
    },
  }
}

function packageFile(): Plugin {
  const description = {
    name: 'coursemill-embedding',
    version: '0.1.0',
    license: 'Apache-2.0',
    type: 'module',
    sideEffects: false,
    exports: { '.': { types: './types/embedding/index.d.ts', import: './index.js' } },
    peerDependencies: { react: '>=19.2', 'react-dom': '>=19.2' },
  }
  return {
    name: 'package-file',
    generateBundle() {
      const source = `${JSON.stringify(description, null, 2)}\n`
      this.emitFile({ type: 'asset', fileName: 'package.json', source })
    },
  }
}
