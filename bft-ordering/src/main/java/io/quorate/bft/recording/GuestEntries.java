package io.quorate.bft.recording;

import io.quorate.bft.HandOver;
import io.quorate.bft.MemberId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.core.epoch.EpochInput;
import io.quorate.bft.core.message.MessageCodec;
import java.util.Optional;

/** The bytes of what was read for peers that no seat serves. */
final class GuestEntries {
    private GuestEntries() {}

    static void encode(EpochInput.ForGuest read, Out out) {
        out.u32(read.requester().number()).u64(read.epoch());
        switch (read) {
            case EpochInput.HandOverRead(var _, long _, var proof) -> {
                out.u8(proof.isPresent() ? 1 : 0);
                proof.ifPresent(one -> out.bytes(one.slotRecord()).bytes(one.blockCert())
                        .bytes(one.next()));
            }
            case EpochInput.GuestOfferRead(var _, long _, var snapshots) -> {
                out.u32(snapshots.size());
                snapshots.forEach(one -> out.bytes(MessageCodec.encodeSnapshot(one)));
            }
            case EpochInput.GuestChunkRead(var _, long _, var seq, int index, var chunk) ->
                    EntryCodec.optional(chunk, out.u64(seq.number()).u32(index));
        }
    }

    static EpochInput handOverRead(In in) {
        MemberId requester = new MemberId(in.u32());
        long epoch = in.u64();
        boolean isThere = in.u8() == 1;
        return new EpochInput.HandOverRead(requester, epoch, isThere
                ? Optional.of(new HandOver(in.bytes(), in.bytes(), in.bytes()))
                : Optional.empty());
    }

    static EpochInput offerRead(In in) {
        return new EpochInput.GuestOfferRead(new MemberId(in.u32()), in.u64(),
                in.list(() -> Header.snapshot(in)));
    }

    static EpochInput chunkRead(In in) {
        return new EpochInput.GuestChunkRead(new MemberId(in.u32()), in.u64(),
                new SeqNum(in.u64()), in.u32(), EntryCodec.optional(in));
    }
}
