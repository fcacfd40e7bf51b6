/// <reference types="vitest/config" />
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  plugins: [react()],
  build: { target: 'es2023', sourcemap: false },
  server: {
    // `npx vite` beside `make up`: the page reloads while one edits, the API is the stack's.
    proxy: Object.fromEntries(
      ['/v1', '/dev', '/docs', '/openapi.json', '/config.json'].map(path => [
        path,
        process.env.STACK ?? 'http://127.0.0.1:8080',
      ]),
    ),
  },
  test: { environment: 'happy-dom', setupFiles: 'tests/setup.ts', include: ['tests/**/*.test.{ts,tsx}'] },
})
