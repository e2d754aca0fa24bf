import { defineConfig } from 'vite';

// Names without hashes: the replica serves exactly these files, and a build's difference is readable in version control.
export default defineConfig({
  base: '/console/',
  build: {
    outDir: process.env.CONSOLE_OUT ?? '../node/src/main/resources/io/quorate/node/console',
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: false,
    assetsInlineLimit: 0,
    cssCodeSplit: false,
    chunkSizeWarningLimit: 1000,
    rollupOptions: {
      output: {
        entryFileNames: 'console.js',
        assetFileNames: (asset) => (asset.names.some((name) => name.endsWith('.css')) ? 'console.css' : '[name][extname]'),
        codeSplitting: false,
      },
    },
  },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
});
