package io.quorate.bft.sim;

import io.quorate.bft.Digest;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.core.BrokenViewRules;
import io.quorate.bft.core.ForwardingScheme;
import io.quorate.bft.core.PayloadRules;
import io.quorate.bft.core.Quorums;
import io.quorate.bft.core.Recovery;
import io.quorate.bft.core.Replica;
import io.quorate.bft.core.ReplicaConfig;
import io.quorate.bft.core.crypto.Multisig;
import io.quorate.bft.core.crypto.QuorumScheme;
import io.quorate.bft.core.message.BlockCert;
import io.quorate.bft.core.message.FetchedValue;
import io.quorate.bft.core.message.Message;
import io.quorate.bft.core.message.NewView;
import io.quorate.bft.core.message.PrepCert;
import io.quorate.bft.core.message.ViewChange;
import io.quorate.bft.core.message.Vote1;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.apache.tuweni.bytes.Bytes;

/** A protocol with one thing wrong in it. */
record Mutant(String name, Quorums quorums, Parts parts) {
    @Override
    public String toString() {
        return name;
    }

    static Mutant rule(BrokenViewRules broken, int n) {
        return new Mutant(broken.name(), new Quorums(n, 0), new Parts() {
            @Override
            public Replica replica(ReplicaConfig config, QuorumScheme scheme, PayloadRules rules,
                    Recovery recovery) {
                return broken.replica(config, scheme, rules, recovery);
            }
        });
    }

    /** For the table in {@code docs/assurance.md}. */
    static void tell(String mutant, String harness, OptionalLong runs) {
        System.out.println("mutant " + mutant + " runs of " + harness + ": "
                + (runs.isPresent() ? runs.getAsLong() : "not found"));
    }

    /** The disk reports such records as durable at once. */
    static Mutant unsynced(String name, Predicate<Message> records) {
        return new Mutant(name, new Quorums(4, 0), new Parts() {
            @Override
            public boolean syncs(Message record) {
                return !records.test(record);
            }
        });
    }

    /** Such records are not read back at a restart. */
    static Mutant forgotten(String name, Predicate<Message> records) {
        return new Mutant(name, new Quorums(4, 0), new Parts() {
            @Override
            public boolean recovers(int replica, Message record) {
                return !records.test(record);
            }
        });
    }

    /** A leader does not read its own proposals back at a restart; followers do read their votes. */
    static Mutant leaderForgets() {
        return new Mutant("LEADER_FORGETS_VOTE", new Quorums(4, 0), new Parts() {
            @Override
            public boolean recovers(int replica, Message record) {
                return !(record instanceof Vote1 vote && leads(replica, vote));
            }
        });
    }

    /** With the short segments of simulated clusters and nobody left out of a roster. */
    private static boolean leads(int replica, Vote1 vote) {
        long segment = vote.seq().number() / 16;
        return (segment + vote.view().number()) % 4 == replica;
    }

    static Mutant executesTooEarly() {
        return new Mutant("EXECUTES_BEFORE_DURABLE", new Quorums(4, 0), new Parts() {
            @Override
            public boolean executesDurably() {
                return false;
            }
        });
    }

    /** Replicas answer their clients with what is not executed yet. */
    static Mutant answers(Answering answering) {
        return new Mutant("ANSWERS_" + answering, new Quorums(4, 0), new Parts() {
            @Override
            public Answering answering() {
                return answering;
            }
        });
    }

    static Mutant believesAnything() {
        return new Mutant("VERIFIES_NO_SIGNATURE", new Quorums(4, 0), new Parts() {
            @Override
            public QuorumScheme scheme(QuorumScheme sound) {
                return new Gullible(sound);
            }
        });
    }

    static Mutant quorum(int difference) {
        return new Mutant("Q" + sign(difference), new Quorums(4, 0) {
            @Override
            public int quorum() {
                return super.quorum() + difference;
            }
        }, Parts.SOUND);
    }

    static Mutant fast(int difference) {
        return new Mutant("QF" + sign(difference), new Quorums(4, 0) {
            @Override
            public int fast() {
                return super.fast() + difference;
            }
        }, Parts.SOUND);
    }

    static Mutant viewChange(int difference) {
        return new Mutant("QV" + sign(difference), new Quorums(4, 0) {
            @Override
            public int viewChange() {
                return super.viewChange() + difference;
            }
        }, Parts.SOUND);
    }

    static Mutant candidate(int difference) {
        return new Mutant("T" + sign(difference), new Quorums(4, 0) {
            @Override
            public int fastCandidate() {
                return super.fastCandidate() + difference;
            }
        }, Parts.SOUND);
    }

    static Mutant weak(int difference) {
        return new Mutant("WEAK" + sign(difference), new Quorums(4, 0) {
            @Override
            public int weak() {
                return super.weak() + difference;
            }
        }, Parts.SOUND);
    }

    static boolean isVote(Message record) {
        return record instanceof Vote1 || record instanceof FetchedValue;
    }

    static boolean isPrepared(Message record) {
        return record instanceof PrepCert;
    }

    static boolean isPromise(Message record) {
        return record instanceof ViewChange;
    }

    static boolean isStart(Message record) {
        return record instanceof NewView || record instanceof ViewChange;
    }

    static boolean isBase(Message record) {
        return record instanceof BlockCert;
    }

    private static String sign(int difference) {
        return difference < 0 ? String.valueOf(difference) : "+" + difference;
    }

    /** Counts signers, but looks at no signature. */
    private static final class Gullible extends ForwardingScheme {
        Gullible(QuorumScheme sound) {
            super(sound);
        }

        @Override
        public boolean verifyShare(ReplicaId signer, Digest preimage, Bytes share) {
            return true;
        }

        @Override
        public boolean verify(Digest preimage, Multisig multisig, int quorum) {
            return multisig.signerCount() >= quorum;
        }
    }
}
