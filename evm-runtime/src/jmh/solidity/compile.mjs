// Compiles the benchmark's sources for Istanbul, the last rules that every engine of the comparison runs, and
// writes one line "Name hex" a contract to ../resources/bench/contracts.txt. The compiler is the one that
// contracts/package.json pins: run "npm ci" there first.
//   node compile.mjs
import { createRequire } from "node:module";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const home = dirname(fileURLToPath(import.meta.url));
const solc = createRequire(join(home, "../../../../contracts/package.json"))("solc");
const names = readdirSync(home).filter((name) => name.endsWith(".sol")).sort();
const output = JSON.parse(
  solc.compile(
    JSON.stringify({
      language: "Solidity",
      sources: Object.fromEntries(
        names.map((name) => [name, { content: readFileSync(join(home, name), "utf8") }]),
      ),
      settings: {
        evmVersion: "istanbul",
        optimizer: { enabled: true, runs: 200 },
        metadata: { appendCBOR: false, bytecodeHash: "none" },
        outputSelection: { "*": { "*": ["evm.deployedBytecode.object"] } },
      },
    }),
  ),
);
const problems = (output.errors ?? []).filter((problem) => problem.severity === "error");
for (const problem of problems) console.error(problem.formattedMessage);
if (problems.length > 0) process.exit(1);
const lines = Object.values(output.contracts)
  .flatMap((file) => Object.entries(file))
  .map(([name, contract]) => `${name} ${contract.evm.deployedBytecode.object}`)
  .sort();
writeFileSync(join(home, "../resources/bench/contracts.txt"), lines.join("\n") + "\n");
console.log(`${lines.length} contracts compiled`);
