package io.quorate.execution.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.rlp.DecodeException;
import io.quorate.execution.dev.DevCommand.Moment;
import io.quorate.ledger.TransactionCodec;
import java.util.List;
import java.util.Random;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

class DevOrderTest {
    private static final Address SOMEBODY = Address.ofLow(0x50be);
    static final List<DevCommand> COMMANDS = List.of(DevCommand.Mine.NOW,
            new DevCommand.Mine(Moment.AT, DevCommand.SECONDS_MAX),
            new DevCommand.Mine(Moment.AFTER_PARENT, 15), new DevCommand.Tick(),
            new DevCommand.IncreaseTime(3_600), new DevCommand.SetNextTimestamp(0),
            new DevCommand.SetAutomine(false), new DevCommand.SetInterval(250),
            new DevCommand.SetGasLimit(21_000), new DevCommand.SetNextBaseFee(UInt256.of(7)),
            new DevCommand.SetCoinbase(SOMEBODY), new DevCommand.SetBalance(SOMEBODY, UInt256.MAX),
            new DevCommand.SetNonce(SOMEBODY, -2),
            new DevCommand.SetCode(SOMEBODY, Bytes.fromHexString("0x60016000f3")),
            new DevCommand.SetStorage(SOMEBODY, UInt256.ONE, UInt256.MAX),
            new DevCommand.Snapshot(), new DevCommand.Revert(300), new DevCommand.Reset(),
            new DevCommand.Impersonate(SOMEBODY, true), new DevCommand.ImpersonateAll(true),
            new DevCommand.Drop(Hash.EMPTY));

    @Test
    void everyCommandIsReadAsItWasWritten() throws DecodeException {
        assertThat(COMMANDS.stream().map(Object::getClass).distinct())
                .hasSize(DevCommand.class.getPermittedSubclasses().length);
        for (DevCommand command : COMMANDS) {
            DevOrder order = new DevOrder(3, 70_000, command);
            assertThat(DevOrder.decode(order.encode())).isEqualTo(order);
            assertThat(DevOrder.isOrder(order.encode())).isTrue();
        }
    }

    @Test
    void isNoTransactionOfAnyType() {
        for (DevCommand command : COMMANDS) {
            Bytes encoded = new DevOrder(0, 0, command).encode();
            assertThatThrownBy(() -> TransactionCodec.decode(encoded))
                    .isInstanceOf(DecodeException.class);
        }
    }

    /** Whatever a peer sends costs a {@link DecodeException} at most, and means what it says. */
    @Test
    void damagedBytesAreRefusedOrMeanAnotherOrder() {
        long seed = 7;
        Random random = new Random(seed);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new DevOrder(1, 5, COMMANDS.get(i % COMMANDS.size())).encode()
                    .toArray();
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            Bytes damaged = Bytes.wrap(bytes).slice(0,
                    random.nextInt(8) == 0 ? random.nextInt(bytes.length) : bytes.length);
            try {
                assertThat(DevOrder.decode(damaged).encode()).as("seed " + seed + ", " + i)
                        .isEqualTo(damaged);
            } catch (DecodeException _) {
                refused++;
            }
        }
        assertThat(refused).isBetween(1_000, 19_000);
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThatThrownBy(() -> new DevCommand.SetNextTimestamp(DevCommand.SECONDS_MAX + 1))
                .hasMessageContaining("1099511627776");
        assertThatThrownBy(() -> new DevCommand.SetCode(SOMEBODY,
                Bytes.wrap(new byte[DevCommand.CODE_BYTES_MAX + 1])))
                .hasMessageContaining("98305");
        assertThatThrownBy(() -> new DevCommand.SetNonce(SOMEBODY, -1))
                .hasMessageContaining("EIP-2681");
        assertThatThrownBy(() -> new DevOrder(1_024, 0, DevCommand.Mine.NOW))
                .hasMessageContaining("1024");
    }
}
