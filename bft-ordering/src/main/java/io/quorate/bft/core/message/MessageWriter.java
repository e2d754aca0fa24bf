package io.quorate.bft.core.message;

import io.quorate.bft.Applied;
import io.quorate.bft.DecidedSlot;
import io.quorate.bft.Snapshot;
import io.quorate.bft.core.crypto.Multisig;

/** Writes message bodies; {@link MessageReader} is its mirror. */
final class MessageWriter {
    private MessageWriter() {}

    static void body(WireWriter out, Message message) {
        switch (message) {
            case Propose m -> {
                out.u64(m.view().number());
                value(out, m.value());
                out.bytes(m.share());
            }
            case Vote1 m -> out.u64(m.view().number()).u64(m.seq().number()).digest(m.digest())
                    .bytes(m.share());
            case Vote2 m -> out.u64(m.view().number()).u64(m.seq().number()).digest(m.digest())
                    .bytes(m.share());
            case Certificate m -> certificate(out, m);
            case ExecShare m -> out.u64(m.seq().number()).digest(m.resultDigest()).bytes(m.share());
            case Suspect m ->
                    out.u16(m.sender().index()).u64(m.view().number()).u8(m.reason().ordinal())
                            .bytes(m.signature());
            case ViewChange m -> {
                viewChangeContent(out, m);
                out.bytes(m.signature());
            }
            case NewView m -> {
                newViewContent(out, m);
                out.bytes(m.signature());
            }
            case Status m ->
                    out.u64(m.view().number()).u8(m.active() ? 1 : 0).u64(m.base().number())
                            .u64(m.decided().number()).u64(m.executed().number())
                            .bytes(m.viewChanges()).u8(m.fastMillis());
            case Fetch m -> wanted(out, m.wanted());
            case FetchedValue m -> value(out, m.value());
            case FetchedSlots m -> {
                out.u32(m.slots().size());
                m.slots().forEach(slot -> slot(out, slot));
            }
            case Evidence m -> {
                out.u16(m.accused().index()).u8(m.kind().ordinal());
                body(out, m.first());
                body(out, m.second());
            }
            case Testimony m -> {
                out.u16(m.signer().index());
                body(out, m.vote());
            }
            case Batch m -> out.u16(m.author().index()).u64(m.laneSeq()).digest(m.prev())
                    .bytes(m.body()).bytes(m.signature());
            case Have m -> {
                out.u32(m.tips().size());
                m.tips().forEach(tip -> out.u16(tip.author().index()).u64(tip.laneSeq())
                        .digest(tip.digest()));
            }
            case SnapshotOffer m -> {
                out.u32(m.snapshots().size());
                m.snapshots().forEach(one -> out.u64(one.seq().number()).digest(one.name())
                        .u8(one.isCertified() ? 1 : 0));
            }
            case SnapshotDescription m -> snapshot(out, m.snapshot());
            case SnapshotChunk m -> out.u64(m.seq().number()).u32(m.index()).bytes(m.data());
            case HandOverProof(var h) -> out.bytes(h.slotRecord()).bytes(h.blockCert())
                    .bytes(h.next());
            case BatchClaim(var h, var signature) -> out.u16(h.author().index()).u64(h.laneSeq())
                    .digest(h.prev()).u32(h.bodyBytes()).digest(h.bodyHash()).bytes(signature);
            case Ping(long nonce) -> out.u64(nonce);
            case Pong(long nonce) -> out.u64(nonce);
        }
    }

    static void value(WireWriter out, Value value) {
        out.u64(value.seq().number()).u64(value.timestampMillis()).u16(value.proposer().index());
        out.bytes(value.payload());
    }

    static void certificate(WireWriter out, Certificate certificate) {
        switch (certificate) {
            case FastCert c -> out.u64(c.view().number());
            case SlowCert c -> out.u64(c.view().number());
            case PrepCert c -> out.u64(c.view().number());
            case BlockCert _ -> {
            }
        }
        out.u64(certificate.seq().number()).digest(certificate.digest());
        Multisig signatures = certificate.signatures();
        out.bytes(signatures.signers()).bytes(signatures.signature());
    }

    static void viewChangeContent(WireWriter out, ViewChange m) {
        out.u16(m.sender().index()).u64(m.newView().number()).u64(m.base().number());
        out.u8(m.baseCert().isPresent() ? 1 : 0);
        m.baseCert().ifPresent(cert -> certificate(out, cert));
        out.u32(m.reports().size());
        for (SlotReport report : m.reports()) {
            out.u64(report.seq().number());
            out.u8(report.lastVote1().isPresent() ? 1 : 0);
            report.lastVote1()
                    .ifPresent(vote -> out.u64(vote.view().number()).digest(vote.digest()));
            out.u8(report.prepared().isPresent() ? 1 : 0);
            report.prepared().ifPresent(cert -> certificate(out, cert));
            out.u8(report.decided().isPresent() ? 1 : 0);
            report.decided().ifPresent(cert -> decision(out, cert));
        }
    }

    static void newViewContent(WireWriter out, NewView m) {
        out.u64(m.view().number()).u32(m.members().size());
        m.members().forEach(
                member -> out.u16(member.sender().index()).digest(member.viewChangeHash()));
        out.u64(m.base().number()).u32(m.choices().size());
        m.choices().forEach(out::digest);
    }

    /** A deciding certificate with a byte that tells which kind it is. */
    static void decision(WireWriter out, DecisionCert cert) {
        out.u8(cert instanceof FastCert ? 0 : 1);
        certificate(out, cert);
    }

    static void slot(WireWriter out, DecidedSlot slot) {
        out.u64(slot.epoch()).u64(slot.seq()).digest(slot.digest()).u64(slot.proposedMillis());
        out.u32(slot.proposer()).bytes(slot.payload()).bytes(slot.certificate())
                .bytes(slot.bodies());
    }

    static void snapshot(WireWriter out, Snapshot snapshot) {
        Applied applied = snapshot.applied();
        out.u64(applied.seq()).digest(applied.resultDigest()).u64(applied.timestampMillis());
        out.bytes(applied.orderingState()).bytes(snapshot.blockCert());
        out.u32(snapshot.later().size());
        snapshot.later().forEach(out::bytes);
        slot(out, snapshot.slot());
        out.u32(snapshot.chunks().size());
        snapshot.chunks().forEach(out::digest);
    }

    private static void wanted(WireWriter out, Fetch.Wanted wanted) {
        switch (wanted) {
            case Fetch.Wanted.ValueOf w -> out.u8(0).u64(w.seq().number()).digest(w.digest());
            case Fetch.Wanted.ViewChangeOf w ->
                    out.u8(1).u64(w.newView().number()).u16(w.sender().index())
                            .digest(w.hash());
            case Fetch.Wanted.SlotsFrom w -> out.u8(2).u64(w.first().number()).u32(w.count());
            case Fetch.Wanted.BatchesTo w -> out.u8(3).digest(w.digest()).u64(w.floor());
            case Fetch.Wanted.SnapshotAbove w -> out.u8(4).u64(w.seq().number());
            case Fetch.Wanted.HandOver() -> out.u8(6);
            case Fetch.Wanted.DescriptionOf w -> out.u8(7).u64(w.seq().number());
            case Fetch.Wanted.ChunkOf w -> out.u8(5).u64(w.seq().number()).u32(w.index());
        }
    }
}
