package io.quorate.ledger;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/**
 * A signed transaction of one of the five types that Osaka knows. Prices are in wei; {@code nonce} is
 * unsigned; an absent {@code to} creates a contract.
 */
public sealed interface Transaction {
    /** The EIP-2718 type byte; 0 for legacy. */
    int type();

    /** Absent only in legacy transactions from before EIP-155. */
    Optional<UInt256> chainId();

    long nonce();

    /** Unsigned; what was decoded for a pool or a block is below 2^63. */
    long gasLimit();

    Optional<Address> to();

    UInt256 value();

    Bytes data();

    Signature signature();

    /** The most that the sender pays per gas: {@code gasPrice} of types 0 and 1. */
    UInt256 maxFeePerGas();

    /** {@code gasPrice} of types 0 and 1. */
    UInt256 maxPriorityFeePerGas();

    default List<AccessListEntry> accessList() {
        return List.of();
    }

    default List<Hash> blobVersionedHashes() {
        return List.of();
    }

    default List<Authorization> authorizationList() {
        return List.of();
    }

    /** Type 0; with a chain id where it is protected by EIP-155. */
    record Legacy(Optional<UInt256> chainId, long nonce, UInt256 gasPrice, long gasLimit,
            Optional<Address> to, UInt256 value, Bytes data, Signature signature)
            implements
                Transaction {
        @Override
        public int type() {
            return 0;
        }

        @Override
        public UInt256 maxFeePerGas() {
            return gasPrice;
        }

        @Override
        public UInt256 maxPriorityFeePerGas() {
            return gasPrice;
        }
    }

    /** Type 1 (EIP-2930). */
    record AccessList(Optional<UInt256> chainId, long nonce, UInt256 gasPrice, long gasLimit,
            Optional<Address> to, UInt256 value, Bytes data, List<AccessListEntry> accessList,
            Signature signature) implements Transaction {
        public AccessList {
            accessList = List.copyOf(accessList);
        }

        @Override
        public int type() {
            return 1;
        }

        @Override
        public UInt256 maxFeePerGas() {
            return gasPrice;
        }

        @Override
        public UInt256 maxPriorityFeePerGas() {
            return gasPrice;
        }
    }

    /** Type 2 (EIP-1559). */
    record DynamicFee(Optional<UInt256> chainId, long nonce, UInt256 maxPriorityFeePerGas,
            UInt256 maxFeePerGas, long gasLimit, Optional<Address> to, UInt256 value, Bytes data,
            List<AccessListEntry> accessList, Signature signature) implements Transaction {
        public DynamicFee {
            accessList = List.copyOf(accessList);
        }

        @Override
        public int type() {
            return 2;
        }
    }

    /** Type 3 (EIP-4844), without its sidecar. */
    record Blob(Optional<UInt256> chainId, long nonce, UInt256 maxPriorityFeePerGas,
            UInt256 maxFeePerGas, long gasLimit, Optional<Address> to, UInt256 value, Bytes data,
            List<AccessListEntry> accessList, UInt256 maxFeePerBlobGas,
            List<Hash> blobVersionedHashes, Signature signature) implements Transaction {
        public Blob {
            accessList = List.copyOf(accessList);
            blobVersionedHashes = List.copyOf(blobVersionedHashes);
        }

        @Override
        public int type() {
            return 3;
        }
    }

    /** Type 4 (EIP-7702). */
    record SetCode(Optional<UInt256> chainId, long nonce, UInt256 maxPriorityFeePerGas,
            UInt256 maxFeePerGas, long gasLimit, Optional<Address> to, UInt256 value, Bytes data,
            List<AccessListEntry> accessList, List<Authorization> authorizationList,
            Signature signature) implements Transaction {
        public SetCode {
            accessList = List.copyOf(accessList);
            authorizationList = List.copyOf(authorizationList);
        }

        @Override
        public int type() {
            return 4;
        }
    }
}
