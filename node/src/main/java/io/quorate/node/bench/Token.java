package io.quorate.node.bench;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.tuweni.bytes.Bytes;

/** Call data of the example ERC-20 token (Solidity contract ABI specification). */
public final class Token {
    /** What a first transfer to a new holder needs, with room. */
    public static final long TRANSFER_GAS = 80_000;
    public static final long DEPLOY_GAS = 3_000_000;

    private static final Bytes TRANSFER = Bytes.fromHexString("0xa9059cbb");
    private static final Bytes BALANCE_OF = Bytes.fromHexString("0x70a08231");

    private Token() {}

    public static Bytes transfer(Address to, UInt256 amount) {
        return Bytes.concatenate(TRANSFER, word(to), amount.toBytes());
    }

    public static Bytes balanceOf(Address holder) {
        return Bytes.concatenate(BALANCE_OF, word(holder));
    }

    /** Creation code and constructor arguments: name, symbol, supply. */
    public static Bytes deployment(Bytes creationCode, UInt256 supply) {
        return Bytes.concatenate(creationCode, UInt256.of(96).toBytes(),
                UInt256.of(160).toBytes(), supply.toBytes(), text("Bench"), text("BNC"));
    }

    private static Bytes text(String shortText) {
        byte[] ascii = shortText.getBytes(StandardCharsets.US_ASCII);
        byte[] padded = Arrays.copyOf(ascii, 32);
        return Bytes.concatenate(UInt256.of(ascii.length).toBytes(), Bytes.wrap(padded));
    }

    private static Bytes word(Address address) {
        return Bytes.concatenate(Bytes.wrap(new byte[12]), address.bytes());
    }
}
