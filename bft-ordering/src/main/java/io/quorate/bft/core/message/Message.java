package io.quorate.bft.core.message;

/** What replicas say to each other. The wire form is {@link MessageCodec}'s. */
public sealed interface Message
        permits Propose, Vote1, Vote2, Certificate, ExecShare, Suspect, ViewChange, NewView,
        Status, Fetch, FetchedValue, FetchedSlots, Evidence, Testimony, Batch, Have,
        SnapshotOffer, SnapshotChunk, BatchClaim, HandOverProof, Ping, Pong,
        SnapshotDescription {}
