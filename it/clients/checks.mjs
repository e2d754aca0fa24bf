// A check that names what failed.
export function check(what, actual, expected) {
  if (String(actual) !== String(expected)) {
    console.error(`${what}: expected ${expected}, got ${actual}`);
    process.exit(1);
  }
  console.log(`ok ${what}: ${actual}`);
}
