// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

// One contract a workload. Each takes the number of rounds as its call data's first word, whatever it
// needs besides from the words after it, and returns one word that depends on every round.

contract AddLoop {
    fallback() external {
        assembly {
            let x := not(calldataload(0))
            for {} x {} { x := add(x, 1) }
            mstore(0, x)
            return(0, 32)
        }
    }
}

contract MulmodLoop {
    fallback() external {
        assembly {
            let p := 0x30644e72e131a029b85045b68181585d2833e84879b9709143e1f593f0000001
            let x := 0x2a3c09f0a58a7e8500e0a7eb8ef62abc402d111e41112ed49bd61b6e725b19f0
            for { let n := calldataload(0) } n { n := sub(n, 1) } { x := mulmod(x, x, p) }
            mstore(0, x)
            return(0, 32)
        }
    }
}

contract KeccakLoop {
    fallback() external {
        assembly {
            for { let n := calldataload(0) } n { n := sub(n, 1) } { mstore(0, keccak256(0, 32)) }
            return(0, 32)
        }
    }
}

/// Copies 1 KiB of memory a round, word by word.
contract MemoryLoop {
    fallback() external {
        assembly {
            mstore(0x3e0, 7)
            for { let n := calldataload(0) } n { n := sub(n, 1) } {
                for { let i := 0 } lt(i, 0x400) { i := add(i, 32) } {
                    mstore(add(i, 0x400), add(mload(i), n))
                }
            }
            return(0x7e0, 32)
        }
    }
}

contract HotSlotLoop {
    fallback() external {
        assembly {
            let sum
            for { let n := calldataload(0) } n { n := sub(n, 1) } { sum := add(sum, sload(1)) }
            mstore(0, sum)
            return(0, 32)
        }
    }
}

/// Reads and writes another slot each round.
contract StorageLoop {
    fallback() external {
        assembly {
            let sum
            for { let n := calldataload(0) } n { n := sub(n, 1) } {
                let value := sload(n)
                sum := add(sum, value)
                sstore(n, add(value, 1))
            }
            mstore(0, sum)
            return(0, 32)
        }
    }
}

/// Calls the address in the second word with the bytes after it.
contract CallLoop {
    fallback() external {
        assembly {
            let size := sub(calldatasize(), 64)
            let target := calldataload(32)
            let out := add(size, 32)
            calldatacopy(0, 64, size)
            for { let n := calldataload(0) } n { n := sub(n, 1) } {
                if iszero(staticcall(gas(), target, 0, size, out, 32)) { revert(0, 0) }
            }
            return(out, 32)
        }
    }
}

/// Nests as many calls of itself as the second word says.
contract DeepCalls {
    fallback() external {
        assembly {
            let depth := calldataload(32)
            mstore(0, 1)
            if depth { mstore(32, sub(depth, 1)) }
            for { let n := mul(calldataload(0), gt(depth, 0)) } n { n := sub(n, 1) } {
                if iszero(call(gas(), address(), 0, 0, 64, 64, 32)) { revert(0, 0) }
            }
            mstore(0, depth)
            return(0, 32)
        }
    }
}

/// Makes a contract of 32 bytes each round.
contract CreateLoop {
    fallback() external {
        assembly {
            mstore(0, 0x6020600c60003960206000f3602a60005260206000f300000000000000000000)
            let sum
            for { let n := calldataload(0) } n { n := sub(n, 1) } {
                sum := xor(sum, create(0, 0, 44))
            }
            mstore(0, iszero(sum))
            return(0, 32)
        }
    }
}

/// What a Groth16 verifier with one public input does: a multiplication, an addition, four pairings.
contract Groth16 {
    fallback() external {
        assembly {
            function g2(at) {
                mstore(at, 0x198e9393920d483a7260bfb731fb5d25f1aa493335a9e71297e485b7aef312c2)
                mstore(add(at, 32), 0x1800deef121f1e76426a00665e5c4479674322d4f75edadd46debd5cd992f6ed)
                mstore(add(at, 64), 0x090689d0585ff075ec9e99ad690c3395bc4b313370b38ef355acdadcd122975b)
                mstore(add(at, 96), 0x12c85ea5db8c6deb4aab71808dcb408fe3d1e7690c43d37b4ce6cc0166fa7daa)
            }
            function require(ok) {
                if iszero(ok) { revert(0, 0) }
            }
            let q := 0x30644e72e131a029b85045b68181585d97816a916871ca8d3c208c16d87cfd47
            for { let n := calldataload(0) } n { n := sub(n, 1) } {
                mstore(0, 1)
                mstore(32, 2)
                mstore(64, xor(0x1234567890abcdef1234567890abcdef1234567890abcdef1234567890abcdef, n))
                require(staticcall(gas(), 7, 0, 96, 0, 64))
                mstore(64, 1)
                mstore(96, 2)
                require(staticcall(gas(), 6, 0, 128, 0, 64))
                for { let at := 0 } lt(at, 768) { at := add(at, 192) } {
                    mstore(add(at, 256), mload(0))
                    let y := mload(32)
                    if and(div(at, 192), 1) { y := sub(q, y) }
                    mstore(add(at, 288), y)
                    g2(add(at, 320))
                }
                require(staticcall(gas(), 8, 256, 768, 0, 32))
                require(mload(0))
            }
            return(0, 32)
        }
    }
}
