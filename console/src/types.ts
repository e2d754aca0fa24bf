// Answers of JSON-RPC, as far as the console reads them.

export interface Header {
  number: string;
  hash: string;
  parentHash: string;
  timestamp: string;
  gasUsed: string;
  gasLimit: string;
  extraData: string;
  stateRoot: string;
  transactionsRoot: string;
  receiptsRoot: string;
  miner: string;
  baseFeePerGas?: string;
  size?: string;
}

export interface Block<T = string> extends Header {
  transactions: T[];
}

export interface Transaction {
  hash: string;
  blockNumber: string | null;
  blockHash: string | null;
  transactionIndex: string | null;
  from: string;
  to: string | null;
  value: string;
  nonce: string;
  gas: string;
  input: string;
  type: string;
}

export interface Log {
  address: string;
  topics: string[];
  data: string;
  logIndex: string;
  transactionHash: string;
  blockNumber: string;
}

export interface Receipt {
  status: string;
  gasUsed: string;
  contractAddress: string | null;
  logs: Log[];
  effectiveGasPrice: string;
}

export interface Member {
  index: number;
  number: number;
  name: string;
  address: string;
  publicKey: string;
  endpoint: string | null;
}

export interface Status {
  replica: number;
  block: string;
  finalized: string;
  epoch: string;
  view: string;
  viewActive: boolean;
  leader: number | null;
  decidedSeqNum: string;
  connected: number[];
  learner: string | null;
  voting: boolean;
  rttMillis: number;
  decisionsFast: number;
  decisionsSlow: number;
  decisionsFetched: number;
  viewChanges: number;
  poolTransactions: number;
  disk: string;
  syncing: boolean;
}

export interface Explanation {
  status: string;
  explanation: string;
  millisSinceBlock: number;
  waitingTransactions: number;
  waitingMillis: number;
  members: number;
  quorum: number;
  reached: number;
  margin: number;
  fastPath: boolean;
  silent: Member[];
  leader: Member | null;
}

export interface Committee {
  blockNumber: string;
  epoch: string;
  quorum: number;
  fastQuorum: number;
  faults: number;
  validators: Member[];
}

export interface CertificateAnswer {
  chainId: string;
  genesisHash: string;
  blockNumber: string;
  blockHash: string;
  headers: string[];
  slotRecords: string[];
  certificate: string | null;
  epochs: ({ slotRecord: string; certificate: string; next: string } | { recovery: string })[];
}
