package io.quorate.bft.core;

/**
 * The vote counts of a committee of {@code n}, of which {@code c} may be slow without leaving the fast path. Any two
 * sets that must meet in a correct replica do so for every legal pair. Open to subclasses only so that tests can show
 * that the simulator catches any wrong size.
 */
public class Quorums {
    /** The smallest committee that tolerates one fault. */
    public static final int COMMITTEE_MIN = 4;

    private final int n;
    private final int c;

    public Quorums(int n, int c) {
        if (n < COMMITTEE_MIN) {
            throw new IllegalArgumentException("a committee has at least 4 replicas, not " + n);
        }
        if (c < 0 || c > (n - COMMITTEE_MIN) / 2) {
            throw new IllegalArgumentException(
                    "c = " + c + " is not in 0.." + (n - COMMITTEE_MIN) / 2 + " for n = " + n);
        }
        this.n = n;
        this.c = c;
    }

    public int n() {
        return n;
    }

    public int c() {
        return c;
    }

    /** The committee with the c that suits most networks of its size. */
    public static Quorums ofSize(int n) {
        if (n >= 20) {
            return new Quorums(n, (n + 19) / 20);
        }
        return new Quorums(n, n >= 6 && n % 3 == 0 ? 1 : 0);
    }

    /** Byzantine replicas tolerated. */
    public int f() {
        return (n - 1 - 2 * c) / 3;
    }

    /** f+1: at least one of them is correct. */
    public int weak() {
        return f() + 1;
    }

    /** Q: prepare, slow commit, BlockCert. Two of them share a correct replica. */
    public int quorum() {
        return (n + f()) / 2 + 1;
    }

    /** QF: fast commit. */
    public int fast() {
        return n - c;
    }

    /** QV: a view starts from exactly so many view changes. */
    public int viewChange() {
        return n - f();
    }

    /** T: so many of QV members that report one value make it the fast candidate. */
    public int fastCandidate() {
        return n - c - 2 * f();
    }
}
