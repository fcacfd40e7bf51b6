/// <reference types="vitest/config" />
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const STACK = process.env.STACK ?? 'http://127.0.0.1:8080'

export default defineConfig({
  plugins: [react()],
  build: { target: 'es2023', sourcemap: false },
  server: {
    // The example of the wizard is the one of `make run`.
    fs: { allow: ['.', '../examples'] },
    // `make watch`: the page changes while one edits, the API is the stack's.
    proxy: Object.fromEntries(
      ['/v1', '/dev', '/docs', '/openapi.json', '/config.json'].map(path => [
        path,
        {
          target: STACK,
          // The stack answers to its own name alone, and gives tokens to its own page: this one is as good,
          // and no other is, so that only this one's origin is written anew.
          changeOrigin: true,
          configure: proxy => {
            proxy.on('proxyReq', (request, { headers }) => {
              if (headers.origin === `http://${headers.host ?? ''}`) request.setHeader('origin', STACK)
            })
          },
        },
      ]),
    ),
  },
  test: {
    projects: [
      { extends: true, test: { name: 'functions', include: ['tests/**/*.test.ts'] } },
      {
        extends: true,
        test: {
          name: 'components',
          include: ['tests/**/*.test.tsx'],
          environment: 'happy-dom',
          setupFiles: 'tests/setup.ts',
        },
      },
    ],
  },
})
