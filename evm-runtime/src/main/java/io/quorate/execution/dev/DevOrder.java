package io.quorate.execution.dev;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.rlp.DecodeException;
import io.quorate.evm.rlp.RlpReader;
import io.quorate.evm.rlp.RlpWriter;
import io.quorate.execution.dev.DevCommand.Moment;
import org.apache.tuweni.bytes.Bytes;

/**
 * A command as it is ordered. Its place in a payload is that of a transaction, from which its first byte tells it: no
 * transaction has this type (EIP-2718), and a chain that is none for development refuses the payload for it.
 *
 * @param origin the replica that was asked, by its index
 * @param number of the command among those of {@code origin}, from 0 without gaps: so each is carried out once
 */
public record DevOrder(int origin, long number, DevCommand command) {
    /** The last type that EIP-2718 leaves free. */
    public static final byte TYPE = 0x7e;
    public static final DevOrder TICK = new DevOrder(0, 0, new DevCommand.Tick());
    private static final int ORIGIN_MAX = 1_023;

    public DevOrder {
        if (origin < 0 || origin > ORIGIN_MAX || number < 0) {
            throw new IllegalArgumentException(
                    "command " + number + " of replica " + origin + " cannot be");
        }
    }

    /** Whether {@code encoded} is, or claims to be, an order. */
    public static boolean isOrder(Bytes encoded) {
        return !encoded.isEmpty() && encoded.get(0) == TYPE;
    }

    /** The type byte, and a list of origin, number, kind, and the command's own fields. */
    public Bytes encode() {
        RlpWriter out = new RlpWriter(128).startList().write(origin).write(number);
        switch (command) {
            case DevCommand.Mine(Moment moment, long seconds) ->
                    out.write(0).write(moment.ordinal()).write(seconds);
            case DevCommand.Tick() -> out.write(1);
            case DevCommand.IncreaseTime(long seconds) -> out.write(2).write(seconds);
            case DevCommand.SetNextTimestamp(long seconds) -> out.write(3).write(seconds);
            case DevCommand.SetAutomine(boolean on) -> out.write(4).write(on ? 1 : 0);
            case DevCommand.SetInterval(long millis) -> out.write(5).write(millis);
            case DevCommand.SetGasLimit(long gas) -> out.write(6).write(gas);
            case DevCommand.SetNextBaseFee(UInt256 wei) -> out.write(7).write(wei);
            case DevCommand.SetCoinbase(Address address) -> out.write(8).write(address);
            case DevCommand.SetBalance(Address address, UInt256 wei) ->
                    out.write(9).write(address).write(wei);
            case DevCommand.SetNonce(Address address, long nonce) ->
                    out.write(10).write(address).write(nonce);
            case DevCommand.SetCode(Address address, Bytes code) ->
                    out.write(11).write(address).write(code);
            case DevCommand.SetStorage(Address address, UInt256 slot, UInt256 value) ->
                    out.write(12).write(address).write(slot).write(value);
            case DevCommand.Snapshot() -> out.write(13);
            case DevCommand.Revert(long id) -> out.write(14).write(id);
            case DevCommand.Reset() -> out.write(15);
            case DevCommand.Impersonate(Address address, boolean on) ->
                    out.write(16).write(address).write(on ? 1 : 0);
            case DevCommand.ImpersonateAll(boolean on) -> out.write(17).write(on ? 1 : 0);
            case DevCommand.Drop(Hash transaction) -> out.write(18).write(transaction);
        }
        return Bytes.concatenate(Bytes.of(TYPE), out.endList().toBytes());
    }

    /** What {@link #encode} made; anything else fails. */
    public static DevOrder decode(Bytes encoded) throws DecodeException {
        if (!isOrder(encoded)) {
            throw new DecodeException("a command begins with the byte " + TYPE);
        }
        RlpReader input = new RlpReader(encoded.slice(1));
        RlpReader fields = input.readList();
        input.requireEnd();
        try {
            long origin = fields.readLong();
            if (origin > ORIGIN_MAX) {
                throw new DecodeException("a command of replica " + origin);
            }
            DevOrder order = new DevOrder((int) origin, fields.readLong(), command(fields));
            fields.requireEnd();
            return order;
        } catch (IllegalArgumentException e) {
            throw new DecodeException("a command that cannot be: " + e.getMessage());
        }
    }

    private static DevCommand command(RlpReader in) throws DecodeException {
        long kind = in.readLong();
        return switch ((int) Math.min(kind, 99)) {
            case 0 -> new DevCommand.Mine(moment(in.readLong()), in.readLong());
            case 1 -> new DevCommand.Tick();
            case 2 -> new DevCommand.IncreaseTime(in.readLong());
            case 3 -> new DevCommand.SetNextTimestamp(in.readLong());
            case 4 -> new DevCommand.SetAutomine(flag(in));
            case 5 -> new DevCommand.SetInterval(in.readLong());
            case 6 -> new DevCommand.SetGasLimit(in.readLong());
            case 7 -> new DevCommand.SetNextBaseFee(in.readUInt256());
            case 8 -> new DevCommand.SetCoinbase(in.readAddress());
            case 9 -> new DevCommand.SetBalance(in.readAddress(), in.readUInt256());
            case 10 -> new DevCommand.SetNonce(in.readAddress(), in.readUnsignedLong());
            case 11 -> new DevCommand.SetCode(in.readAddress(), in.readByteString());
            case 12 -> new DevCommand.SetStorage(in.readAddress(), in.readUInt256(),
                    in.readUInt256());
            case 13 -> new DevCommand.Snapshot();
            case 14 -> new DevCommand.Revert(in.readLong());
            case 15 -> new DevCommand.Reset();
            case 16 -> new DevCommand.Impersonate(in.readAddress(), flag(in));
            case 17 -> new DevCommand.ImpersonateAll(flag(in));
            case 18 -> new DevCommand.Drop(in.readHash());
            default -> throw new DecodeException("there is no command of kind " + kind);
        };
    }

    private static Moment moment(long ordinal) throws DecodeException {
        if (ordinal >= Moment.values().length) {
            throw new DecodeException("there is no moment " + ordinal);
        }
        return Moment.values()[(int) ordinal];
    }

    private static boolean flag(RlpReader in) throws DecodeException {
        long flag = in.readLong();
        if (flag > 1) {
            throw new DecodeException("a flag is 0 or 1, not " + flag);
        }
        return flag == 1;
    }
}
