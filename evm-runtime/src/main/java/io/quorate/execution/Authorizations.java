package io.quorate.execution;

import io.quorate.evm.Delegation;
import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.crypto.Secp256k1;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.rlp.RlpWriter;
import io.quorate.ledger.Authorization;
import io.quorate.state.JournaledState;
import java.util.Optional;
import java.util.function.Function;
import org.apache.tuweni.bytes.Bytes;

/** Carries out the authorization list of a set-code transaction (EIP-7702): invalid tuples are skipped. */
final class Authorizations {
    /** PER_EMPTY_ACCOUNT_COST less PER_AUTH_BASE_COST, given back where the account was there already. */
    private static final long EXISTING_ACCOUNT_REFUND = 25_000 - 12_500;
    private static final byte MAGIC = 5;
    private static final long NONCE_MAX = -1L;

    private final UInt256 chainId;
    private final JournaledState state;
    private final Function<Authorization, Optional<Address>> authorities;

    /** {@code authorities} is {@link #authority}, or what it said before. */
    Authorizations(UInt256 chainId, JournaledState state,
            Function<Authorization, Optional<Address>> authorities) {
        this.chainId = chainId;
        this.state = state;
        this.authorities = authorities;
    }

    void apply(Authorization authorization) {
        boolean isForUs = authorization.chainId().isZero()
                || authorization.chainId().equals(chainId);
        if (!isForUs || authorization.nonce() == NONCE_MAX) {
            return;
        }
        authorities.apply(authorization).ifPresent(authority -> delegate(authority, authorization));
    }

    /** Who signed the authorization, where the signature is valid. */
    static Optional<Address> authority(Authorization authorization) {
        if (authorization.yParity() > 1 || authorization.s().compareTo(Secp256k1.HALF_ORDER) > 0) {
            return Optional.empty();
        }
        byte[] tuple = new RlpWriter(64).startList().write(authorization.chainId())
                .write(authorization.address()).write(authorization.nonce()).endList().toArray();
        byte[] signed = new byte[tuple.length + 1];
        signed[0] = MAGIC;
        System.arraycopy(tuple, 0, signed, 1, tuple.length);
        return Secp256k1.recoverAddress(Keccak256.hash(signed), authorization.r(),
                authorization.s(),
                authorization.yParity());
    }

    private void delegate(Address authority, Authorization authorization) {
        state.warmAddress(authority);
        boolean isContract = !state.codeHash(authority).equals(Hash.EMPTY)
                && !Delegation.isDelegation(state.code(authority));
        if (isContract || state.nonce(authority) != authorization.nonce()) {
            return;
        }
        if (state.exists(authority)) {
            state.addRefund(EXISTING_ACCOUNT_REFUND);
        }
        Address target = authorization.address();
        state.setCode(authority, target.equals(Address.ZERO) ? Bytes.EMPTY : Delegation.to(target));
        state.setNonce(authority, authorization.nonce() + 1);
    }
}
