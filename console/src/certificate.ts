// Checks in the browser what replicas signed (docs/spec/wire-format.md, docs/spec/proofs.md): from the members that one
// believes, epoch by epoch, to the record of a slot, to the block that it names. Nothing that the replica says is taken
// for true on the way.
import { bls12_381 as bls } from '@noble/curves/bls12-381';
import { secp256k1 } from '@noble/curves/secp256k1';
import { sha256 } from '@noble/hashes/sha2';
import { bytesToHex, fromRlp, hexToBytes, keccak256, type Hex } from 'viem';
import { middle } from './format';
import type { CertificateAnswer, Committee, Header } from './types';

const HEADERS_MAX = 1024;
const EPOCHS_MAX = 10_000;
const MEMBERS_MAX = 512;
const SECP256K1 = 1;
const BLS12381 = 2;
/** One signature of each signer in suite 1, one of all together in suite 2. */
const SHARE_BYTES = 65;
const SUM_BYTES = 48;
const BLS_SHARE_BYTES = 96;
const BLS_KEY_BYTES = 96;
const BLS_SCHEME = { DST: 'BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_POP_' };
const NO_MEMBERS = `0x${'00'.repeat(32)}`;

/** Members of one epoch; their keys are x ‖ y after 0x, or in suite 2 compressed points of G2, empty where they are not known. */
export interface Trusted {
  epoch: bigint;
  /** The last slot before it. */
  start: bigint;
  suite: number;
  quorum: number;
  members: { name: string; key: string }[];
  /** Where this is known from, for whoever reads the result. */
  source: string;
}

export interface Step {
  what: string;
  detail: string;
}

export interface Verdict {
  /** What held, in order. */
  steps: Step[];
  /** The first thing that did not; nothing is believed then. */
  refusal: Step | null;
  /** Why nothing could be checked; neither good nor bad then. */
  unchecked: string | null;
  signers: string[];
  quorum: number;
  members: number;
}

class Refused extends Error {
  constructor(readonly what: string, detail: string) {
    super(detail);
  }
}

/** What is needed to check is not here. */
class Unchecked extends Error {}

function require(holds: boolean, what: string, detail: string): asserts holds {
  if (!holds) throw new Refused(what, detail);
}

export const quorumOf = (n: number, c: number): number => Math.floor((n + Math.floor((n - 1 - 2 * c) / 3)) / 2) + 1;

/** Larger committees whose genesis file names no suite sign with BLS12-381. */
const SECP256K1_MEMBERS_MAX = 48;

/** The c of a committee whose genesis file names none. */
export const slackOf = (n: number): number => (n >= 20 ? Math.floor((n + 19) / 20) : n >= 6 && n % 3 === 0 ? 1 : 0);

/** A public key as x ‖ y; throws where it is none. */
export function plainKey(hex: string): string {
  const digits = hex.replace(/^0x/, '');
  const point = secp256k1.ProjectivePoint.fromHex(digits.length === 128 ? `04${digits}` : digits);
  return `0x${point.toHex(false).slice(2)}`;
}

function blsKey(hex: string): string {
  const key = `0x${hex.replace(/^0x/, '').toLowerCase()}`;
  if (!/^0x[0-9a-f]{192}$/.test(key)) throw new Error('a blsPublicKey is not 96 bytes of hexadecimal digits');
  return key;
}

/** Reads bytes in order and never beyond their end. */
class Reader {
  private at = 0;
  constructor(private readonly bytes: Uint8Array, private readonly what: string) {}

  take(size: number): Uint8Array {
    require(size >= 0 && this.at + size <= this.bytes.length, this.what, `it is cut short at byte ${this.bytes.length}`);
    this.at += size;
    return this.bytes.subarray(this.at - size, this.at);
  }

  number(size: number): bigint {
    return BigInt(bytesToHex(this.take(size)));
  }

  sized(max: number): Uint8Array {
    const size = Number(this.number(4));
    require(size <= max, this.what, `a part of ${size} bytes, at most ${max} are allowed`);
    return this.take(size);
  }

  end(): void {
    require(this.at === this.bytes.length, this.what, `${this.bytes.length - this.at} bytes too many`);
  }
}

interface SlotRecord {
  hash: Hex;
  previous: string;
  epoch: bigint;
  sequence: bigint;
  block: string;
  nextMembers: string;
}

function decodeRecord(rlp: string): SlotRecord {
  let fields: unknown;
  try {
    fields = fromRlp(rlp as Hex, 'hex');
  } catch {
    throw new Refused('Slot record', 'it is no RLP');
  }
  require(Array.isArray(fields) && fields.length === 8 && fields.every((field) => typeof field === 'string'), 'Slot record', 'it has not eight fields');
  const [previous, epoch, sequence, , , block, , nextMembers] = fields as string[];
  const number = (hex: string) => (hex === '0x' ? 0n : BigInt(hex));
  return { hash: keccak256(rlp as Hex), previous, epoch: number(epoch), sequence: number(sequence), block, nextMembers };
}

const SIZES = { u64: 8, u32: 4 };
const padded = (value: bigint, size: number) => hexToBytes(`0x${value.toString(16).padStart(size * 2, '0')}`);

/** `tag` ‖ suite ‖ chain id ‖ epoch ‖ two numbers or fewer ‖ digest, hashed with SHA-256. */
function preimage(tag: string, suite: number, chainId: bigint, epoch: bigint, numbers: bigint[], digest: Uint8Array): Uint8Array {
  const parts = [new TextEncoder().encode(tag.padEnd(4, '\0')), Uint8Array.of(suite), padded(chainId, SIZES.u64), padded(epoch, SIZES.u64),
    ...numbers.map((number) => padded(number, SIZES.u64)), digest];
  const all = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return sha256(all);
}

/** Whether `share` over `hash` is by `key`. */
const isSignedBy = (suite: number, key: string, hash: Uint8Array, share: Uint8Array): boolean =>
  (suite === SECP256K1 ? isSecp256k1(key, hash, share) : share.length === BLS_SHARE_BYTES && isBls([key], hash, share));

/** `signature` is a point of G1, compressed or not; it has to be the sum of the signatures by all `keys`. */
function isBls(keys: string[], hash: Uint8Array, signature: Uint8Array): boolean {
  try {
    const sum = keys.map((key) => bls.G2.ProjectivePoint.fromHex(key.slice(2))).reduce((all, each) => all.add(each));
    return bls.verifyShortSignature(bls.G1.ProjectivePoint.fromHex(signature), hash, sum, BLS_SCHEME);
  } catch {
    return false; // one of them is no point of its group
  }
}

/** r ‖ s ‖ v, the low s. */
function isSecp256k1(key: string, hash: Uint8Array, share: Uint8Array): boolean {
  if (share.length !== SHARE_BYTES || share[64] > 1) return false;
  try {
    const signature = secp256k1.Signature.fromCompact(share.subarray(0, 64)).addRecoveryBit(share[64]);
    return !signature.hasHighS() && `0x${signature.recoverPublicKey(hash).toHex(false).slice(2)}` === key;
  } catch {
    return false; // r or s is no number of a signature, or no point has it
  }
}

/** Who signed; fails where one signature is wrong or a quorum is not reached. */
function checkCertificate(trusted: Trusted, chainId: bigint, record: SlotRecord, certificate: string): string[] {
  const what = `Certificate of slot ${record.sequence}`;
  const n = trusted.members.length;
  require(record.epoch === trusted.epoch, what, `the record is of epoch ${record.epoch}, and what is known of the members leads to epoch ${trusted.epoch}`);
  require(record.sequence > trusted.start, what, `the slot is before epoch ${trusted.epoch}, which begins after slot ${trusted.start}`);
  require(/^0x(?:[0-9a-f]{2})*$/i.test(certificate) && certificate.length < 2 * (128 + 96 * MEMBERS_MAX), what, 'it is no hexadecimal text of a certificate’s length');
  const reader = new Reader(hexToBytes(certificate as Hex), what);
  const sequence = reader.number(8);
  const digest = bytesToHex(reader.take(32));
  const bitmap = reader.sized(Math.ceil(n / 8));
  const signatures = reader.sized(96 * n);
  reader.end();
  require(sequence === record.sequence && digest === record.hash, what, `it is about slot ${sequence} with result ${middle(digest)}, the record is of slot ${record.sequence} with ${middle(record.hash)}`);
  require(bitmap.length === Math.ceil(n / 8), what, 'its list of signers has not one bit for each member');
  const signers: number[] = [];
  for (let at = 0; at < bitmap.length * 8; at++) {
    if ((bitmap[at >> 3] >> (at & 7)) & 1) {
      require(at < n, what, `it names member ${at} of ${n}`);
      signers.push(at);
    }
  }
  require(signers.length >= trusted.quorum, what, `${signers.length} members signed, a quorum is ${trusted.quorum} of ${n}`);
  const hash = preimage('bc', trusted.suite, chainId, trusted.epoch, [sequence], hexToBytes(record.hash));
  if (trusted.suite === BLS12381) {
    require(signatures.length === SUM_BYTES, what, 'it has not one signature of all signers');
    require(isBls(signers.map((member) => trusted.members[member].key), hash, signatures), what, `the signature of ${signers.map((member) => trusted.members[member].name).join(', ')} is wrong`);
  } else {
    if (signatures.length === SUM_BYTES && trusted.source === REPLICA) {
      throw new Unchecked('This network signs with BLS12-381, and the replica does not tell those keys. Choose the genesis file, which has them.');
    }
    require(signatures.length === signers.length * SHARE_BYTES, what, 'it has not one signature for each signer');
    signers.forEach((member, at) => {
      const { name, key } = trusted.members[member];
      require(isSecp256k1(key, hash, signatures.subarray(at * SHARE_BYTES, (at + 1) * SHARE_BYTES)), what, `the signature of ${name} is wrong`);
    });
  }
  return signers.map((member) => trusted.members[member].name);
}

/** An epoch's configuration, whose SHA-256 replicas sign. */
export function decodeConfiguration(bytes: Uint8Array): Trusted & { c: number } {
  const reader = new Reader(bytes, 'Epoch configuration');
  const version = reader.number(1);
  require(version === 1n, 'Epoch configuration', `version ${version} is not known`);
  const epoch = reader.number(8);
  const start = reader.number(8);
  const suite = Number(reader.number(1));
  const c = Number(reader.number(4));
  reader.take(4 + 4 + 4 + 8 + 80 + 1);
  const n = Number(reader.number(4));
  require(n >= 4 && n <= MEMBERS_MAX && c >= 0 && c <= (n - 4) / 2, 'Epoch configuration', `${n} members with c = ${c} are no committee`);
  const members = Array.from({ length: n }, () => {
    const number = reader.number(4);
    const key = bytesToHex(reader.sized(512));
    reader.sized(1024);
    reader.sized(64);
    return { name: `member ${number}`, key };
  });
  reader.end();
  require(suite === SECP256K1 || suite === BLS12381, 'Epoch configuration', `its suite ${suite} is not known`);
  const keys = members.map(({ name, key }) => ({ name, key: suite === SECP256K1 ? plainKey(key) : key.slice(0, 2 + 2 * BLS_KEY_BYTES) }));
  return { epoch, start, suite, c, quorum: quorumOf(n, c), members: keys, source: `epoch ${epoch}’s configuration` };
}

function followHandOver(trusted: Trusted, chainId: bigint, step: { slotRecord: string; certificate: string; next: string }): Trusted {
  const last = decodeRecord(step.slotRecord);
  checkCertificate(trusted, chainId, last, step.certificate);
  const bytes = hexToBytes(step.next as Hex);
  require(last.nextMembers !== NO_MEMBERS && bytesToHex(sha256(bytes)) === last.nextMembers, `End of epoch ${trusted.epoch}`, 'its last record names other members');
  const next = decodeConfiguration(bytes);
  require(next.epoch === trusted.epoch + 1n && next.start === last.sequence, `End of epoch ${trusted.epoch}`, `epoch ${next.epoch} after slot ${next.start} does not follow`);
  return next;
}

function followRecovery(trusted: Trusted, chainId: bigint, hex: string): Trusted {
  const what = `Recovery record at the end of epoch ${trusted.epoch}`;
  const reader = new Reader(hexToBytes(hex as Hex), what);
  const record = reader.sized(4 << 20);
  const inner = new Reader(record, what);
  require(inner.number(1) === 1n, what, 'its version is not known');
  require(inner.number(8) === chainId, what, 'it is of another chain');
  inner.take(32 + 32);
  const ended = decodeConfiguration(inner.sized(1 << 20));
  const next = decodeConfiguration(inner.sized(1 << 20));
  inner.end();
  require(ended.epoch === trusted.epoch && ended.members.length === trusted.members.length
    && ended.members.every(({ key }, at) => key === trusted.members[at].key), what, 'it ends an epoch of other members');
  const hash = preimage('rec', trusted.suite, chainId, trusted.epoch, [0n, next.start], sha256(record));
  const signers = new Set<number>();
  for (let left = Number(reader.number(4)); left > 0; left--) {
    const member = Number(reader.number(4));
    require(member < trusted.members.length && !signers.has(member), what, `a signer ${member} that is none, or twice`);
    require(isSignedBy(trusted.suite, trusted.members[member].key, hash, reader.sized(96)), what, `the signature of ${trusted.members[member].name} is wrong`);
    signers.add(member);
  }
  reader.end();
  require(signers.size >= trusted.quorum, what, `${signers.size} signed, a quorum is ${trusted.quorum}`);
  require(next.epoch === trusted.epoch + 1n, what, `epoch ${next.epoch} does not follow`);
  return next;
}

/** Checks all of `answer` from the members of the first epoch on. `block` is the hash that the page shows. */
/** The page shows fields that the replica named beside the hash: they have to be those of the header that is checked. */
function checkShown(shown: Header, encoded: Hex) {
  const fields = fromRlp(encoded, 'hex') as Hex[];
  require(Array.isArray(fields) && fields.length >= 15 && fields.every((field) => typeof field === 'string'), 'Header', 'it has another form');
  const bytes: [string, string, Hex][] = [['parent', shown.parentHash, fields[0]], ['state root', shown.stateRoot, fields[3]],
    ['transactions root', shown.transactionsRoot, fields[4]], ['receipts root', shown.receiptsRoot, fields[5]], ['extra data', shown.extraData, fields[12]]];
  for (const [name, said, signed] of bytes) require(said.toLowerCase() === signed, 'Header', `its ${name} is ${middle(signed)}, the page shows ${middle(said)}`);
  const numbers: [string, string, Hex][] = [['number', shown.number, fields[8]], ['gas limit', shown.gasLimit, fields[9]], ['gas', shown.gasUsed, fields[10]], ['time', shown.timestamp, fields[11]]];
  for (const [name, said, signed] of numbers) require(BigInt(said) === (signed === '0x' ? 0n : BigInt(signed)), 'Header', `its ${name} is ${signed}, the page shows ${said}`);
}

export function verify(answer: CertificateAnswer, first: Trusted, chainId: bigint, shown: Header): Verdict {
  const block = shown.hash;
  const steps: Step[] = [];
  const held = (what: string, detail: string) => steps.push({ what, detail });
  let trusted = first;
  try {
    require(BigInt(answer.chainId) === chainId, 'Chain', `the certificate is of chain ${BigInt(answer.chainId)}, not ${chainId}`);
    held('Chain', `chain id ${chainId}`);
    require(answer.headers.length >= 1 && answer.headers.length <= HEADERS_MAX, 'Header', 'there is none, or too many');
    const header = keccak256(answer.headers[0] as Hex);
    require(header === answer.blockHash && header === block, 'Header', `the header’s hash is ${middle(header)}, the page shows ${middle(block)}`);
    checkShown(shown, answer.headers[0] as Hex);
    held('Header', `hashes to ${middle(header)}, and says what the page shows`);
    require(answer.certificate !== null && answer.slotRecords.length > 0, 'Certificate', 'block 0 and imported blocks have none: their hash is what a chain begins with');
    require(answer.slotRecords.length <= HEADERS_MAX && answer.epochs.length <= EPOCHS_MAX, 'Slot records', 'there are too many');
    const records = answer.slotRecords.map(decodeRecord);
    require(records[0].block === block, 'Slot records', `the first names block ${middle(records[0].block)}, not this one`);
    records.slice(1).forEach((record, at) => require(record.previous === records[at].hash, 'Slot records', `record ${at + 1} does not follow the one before`));
    const last = records[records.length - 1];
    held('Slot records', `${records.length === 1 ? 'slot' : `slots ${records[0].sequence} to`} ${last.sequence} ${records.length === 1 ? 'names' : 'lead to'} this block`);
    for (const step of answer.epochs) {
      trusted = 'recovery' in step ? followRecovery(trusted, chainId, step.recovery) : followHandOver(trusted, chainId, step);
      held(`Epoch ${trusted.epoch}`, `its ${trusted.members.length} members were named by a quorum of the epoch before`);
    }
    const signers = checkCertificate(trusted, chainId, last, answer.certificate);
    held('Signatures', `${signers.length} of ${trusted.members.length} members signed, a quorum is ${trusted.quorum}`);
    return { steps, refusal: null, unchecked: null, signers, quorum: trusted.quorum, members: trusted.members.length };
  } catch (error) {
    if (error instanceof Unchecked) {
      return { steps, refusal: null, unchecked: error.message, signers: [], quorum: trusted.quorum, members: trusted.members.length };
    }
    const refusal = error instanceof Refused ? { what: error.what, detail: error.message }
      : { what: 'Certificate', detail: `it cannot be read: ${(error as Error).message.split('\n')[0].slice(0, 200)}` };
    return { steps, refusal, unchecked: null, signers: [], quorum: trusted.quorum, members: trusted.members.length };
  }
}

const REPLICA = 'the members that this replica names';

/** The first members as this replica names them: enough to see that its own story holds, no more. */
export function fromReplica(committee: Committee): Trusted {
  const n = committee.validators.length;
  const least = quorumOf(n, Math.floor((n - 4) / 2)); // no legal c asks for fewer
  if (committee.quorum < least || committee.quorum > n) throw new Error(`the replica says that ${committee.quorum} of ${n} are a quorum, which no committee has`);
  return {
    epoch: 0n, start: 0n, suite: SECP256K1, quorum: committee.quorum,
    members: committee.validators.map(({ name, publicKey }) => ({ name, key: plainKey(publicKey) })), source: REPLICA,
  };
}

/** The first members as a genesis file has them. */
export function fromGenesis(text: string, chainId: bigint, fileName: string): Trusted {
  const file = JSON.parse(text) as { config?: { chainId?: unknown }; quorate?: { c?: unknown; suite?: unknown; validators?: { name?: unknown; publicKey?: unknown; blsPublicKey?: unknown }[] } };
  const said = BigInt(String(file.config?.chainId ?? 0));
  if (said !== chainId) throw new Error(`${fileName} is of chain ${said}, this replica serves ${chainId}`);
  const validators = file.quorate?.validators;
  if (!Array.isArray(validators) || validators.length < 4 || validators.length > MEMBERS_MAX) throw new Error(`${fileName} names no validators in quorate.validators`);
  const n = validators.length;
  const c = file.quorate?.c === undefined ? slackOf(n) : Number(file.quorate.c);
  if (!Number.isInteger(c) || c < 0 || c > (n - 4) / 2) throw new Error(`${fileName}: quorate.c is ${String(file.quorate?.c)}, which ${n} validators cannot have`);
  const isBls12381 = file.quorate?.suite === 'bls12381' || (file.quorate?.suite === undefined && n > SECP256K1_MEMBERS_MAX);
  return {
    epoch: 0n, start: 0n, suite: isBls12381 ? BLS12381 : SECP256K1, quorum: quorumOf(n, c),
    members: validators.map(({ name, publicKey, blsPublicKey }, at) => ({
      name: String(name ?? `validator ${at}`), key: isBls12381 ? blsKey(String(blsPublicKey)) : plainKey(String(publicKey)) })),
    source: `the genesis file ${fileName}`,
  };
}
