package io.quorate.it.verifier;

import io.quorate.bft.core.epoch.EpochConfig;
import io.quorate.contracts.Contracts;
import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Address;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;
import org.web3j.abi.FunctionEncoder;
import org.web3j.abi.datatypes.DynamicBytes;
import org.web3j.abi.datatypes.Function;
import org.web3j.abi.datatypes.Type;
import org.web3j.abi.datatypes.generated.Bytes32;
import org.web3j.abi.datatypes.generated.Uint64;

/** The contract on an {@link EvmChain}, as a caller that knows its interface sees it. */
final class LightClient {
    private final EvmChain chain = new EvmChain();
    private final Address contract;

    LightClient(long chainId, EpochConfig trusted) {
        String arguments = FunctionEncoder.encodeConstructor(List.of(new Uint64(chainId),
                new Uint64(trusted.number()), new Uint64(trusted.start().number()),
                new Bytes32(trusted.hash().toArray())));
        contract = chain.deploy(Bytes.concatenate(
                Bytes.fromHexString(
                        Contracts.certificateVerifier().bytecode().orElseThrow()),
                Bytes.fromHexString(arguments)));
    }

    EvmChain.Outcome handOver(Proof proof) {
        return call("handOver", proof);
    }

    EvmChain.Outcome verify(Proof proof) {
        return call("verify", proof);
    }

    long epoch() {
        return chain.call(contract, selector("epoch()")).output().trimLeadingZeros().toLong();
    }

    @SuppressWarnings("rawtypes") // Web3j's signature
    private EvmChain.Outcome call(String function, Proof proof) {
        List<Type> arguments = List.of(bytes(proof.config()), bytes(proof.slotRecord()),
                bytes(proof.certificate()));
        return chain.call(contract, Bytes
                .fromHexString(FunctionEncoder.encode(new Function(function, arguments,
                        List.of()))));
    }

    private static DynamicBytes bytes(Bytes bytes) {
        return new DynamicBytes(bytes.toArray());
    }

    /** The first four bytes of what a revert with this error returns. */
    static Bytes selector(String signature) {
        return Keccak256.hash(Bytes.wrap(signature.getBytes(StandardCharsets.US_ASCII))).bytes()
                .slice(0, 4);
    }
}
