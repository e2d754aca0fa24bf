// Compiles src/main/solidity into src/main/resources/contracts. The same sources give the same bytes:
// the compiler and its settings are pinned, and no path of this machine goes in.
//   node compile.mjs           writes the artifacts
//   node compile.mjs --check   writes nothing; fails when the artifacts are not those of the sources
//   node compile.mjs --raw DIR also writes NAME.abi and NAME.bin to DIR, the input of Web3j's generator
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import solc from "solc";

const home = dirname(fileURLToPath(import.meta.url));
const sourceDir = join(home, "src/main/solidity");
const artifactDir = join(home, "src/main/resources/contracts");
const check = process.argv.includes("--check");
const rawDir = process.argv.includes("--raw") ? process.argv[process.argv.indexOf("--raw") + 1] : "";

const settings = {
  evmVersion: "osaka",
  optimizer: { enabled: true, runs: 200 },
  metadata: { bytecodeHash: "ipfs" },
};

const sourceNames = readdirSync(sourceDir).filter((name) => name.endsWith(".sol")).sort();

function importFrom(name) {
  const file = join(home, "node_modules", name);
  return existsSync(file)
    ? { contents: readFileSync(file, "utf8") }
    : { error: `${name} is not in node_modules; run "npm ci"` };
}

function compile() {
  const sources = Object.fromEntries(
    sourceNames.map((name) => [name, { content: readFileSync(join(sourceDir, name), "utf8") }]),
  );
  const input = {
    language: "Solidity",
    sources,
    settings: {
      ...settings,
      outputSelection: { "*": { "*": ["abi", "evm.bytecode.object", "evm.deployedBytecode.object", "metadata"] } },
    },
  };
  const output = JSON.parse(solc.compile(JSON.stringify(input), { import: importFrom }));
  const problems = output.errors ?? [];
  for (const problem of problems) console.error(problem.formattedMessage);
  if (problems.length > 0) process.exit(1); // warnings too: our sources have none
  return output.contracts;
}

function artifactOf(sourceName, contractName, contract) {
  const metadata = JSON.parse(contract.metadata);
  return {
    contractName,
    sourceName,
    sources: Object.keys(metadata.sources).sort(),
    compiler: { name: "solc", version: metadata.compiler.version },
    settings,
    abi: contract.abi,
    bytecode: "0x" + contract.evm.bytecode.object,
    deployedBytecode: "0x" + contract.evm.deployedBytecode.object,
  };
}

const contracts = compile();
const stale = [];
for (const sourceName of sourceNames) {
  for (const [contractName, contract] of Object.entries(contracts[sourceName] ?? {})) {
    if (contract.evm.bytecode.object === "") continue; // interfaces and abstract contracts
    const file = join(artifactDir, contractName + ".json");
    const text = JSON.stringify(artifactOf(sourceName, contractName, contract), null, 2) + "\n";
    if (rawDir) {
      mkdirSync(rawDir, { recursive: true });
      writeFileSync(join(rawDir, contractName + ".abi"), JSON.stringify(contract.abi));
      writeFileSync(join(rawDir, contractName + ".bin"), contract.evm.bytecode.object);
    }
    const current = existsSync(file) ? readFileSync(file, "utf8") : "";
    if (current === text) continue;
    if (check) stale.push(contractName);
    else writeFileSync(file, text);
  }
}
if (stale.length > 0) {
  console.error(`Not as compiled from the sources: ${stale.join(", ")}; run "npm run compile".`);
  process.exit(1);
}
console.log(`${sourceNames.length} sources, ${check ? "artifacts are up to date" : "compiled"}`);
