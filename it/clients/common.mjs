// What the client scripts share: arguments, the artifact, and checks that name what failed.
import { readFileSync } from 'node:fs';

export { check } from './checks.mjs';
export const [url, artifactPath, privateKey] = process.argv.slice(2);
export const artifact = JSON.parse(readFileSync(artifactPath, 'utf8'));
export const recipient = '0x00000000000000000000000000000000000000b0';

/** Constructor arguments by type, so that the scripts need not know the token's exact signature. */
export function constructorArguments(abi, supply) {
  const inputs = abi.find((entry) => entry.type === 'constructor')?.inputs ?? [];
  return inputs.map(({ type }) => {
    if (type === 'string') return 'Example';
    if (type.startsWith('uint')) return supply;
    throw new Error(`constructor input of type ${type}`);
  });
}
