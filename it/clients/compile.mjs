// Compiles with npm's solc; imports come from node_modules.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const solc = createRequire(import.meta.url)('solc');

/** ABI and bytecode by contract name, of a file beside this one. */
export function compile(file) {
  const source = readFileSync(new URL(file, import.meta.url), 'utf8');
  const imported = (name) => {
    const url = new URL(`node_modules/${name}`, import.meta.url);
    return existsSync(fileURLToPath(url)) ? { contents: readFileSync(url, 'utf8') } : { error: `not found: ${name}` };
  };
  const output = JSON.parse(solc.compile(JSON.stringify({
    language: 'Solidity',
    sources: { [file]: { content: source } },
    settings: {
      evmVersion: 'osaka',
      optimizer: { enabled: true, runs: 200 },
      outputSelection: { [file]: { '*': ['abi', 'evm.bytecode.object'] } },
    },
  }), { import: imported }));
  const errors = (output.errors ?? []).filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(errors.map(({ formattedMessage }) => formattedMessage).join('\n'));
  return Object.fromEntries(Object.entries(output.contracts[file])
    .map(([name, { abi, evm }]) => [name, { abi, bytecode: `0x${evm.bytecode.object}` }]));
}
