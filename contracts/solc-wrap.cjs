#!/usr/bin/env node
// Lets forge compile with npm's solc: it answers --version and --standard-json as the native compiler does.
const fs = require('node:fs');
const path = require('node:path');
const solc = require('solc');

if (process.argv.includes('--version')) {
  console.log('solc, the solidity compiler commandline interface');
  console.log(`Version: ${solc.version().replace('Emscripten.clang', 'Linux.g++')}`);
} else {
  const roots = [process.cwd(), path.join(__dirname, 'node_modules')];
  const contents = (name) => {
    const file = roots.map((root) => path.resolve(root, name)).find((candidate) => fs.existsSync(candidate));
    return file ? { contents: fs.readFileSync(file, 'utf8') } : { error: `not found: ${name}` };
  };
  process.stdout.write(solc.compile(fs.readFileSync(0, 'utf8'), { import: contents }));
}
