package io.quorate.bft.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bft.Digest;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.View;
import io.quorate.bft.core.message.Fetch;
import io.quorate.bft.core.message.Vote1;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

class VerificationQuotaTest {
    private static final ReplicaId LIAR = new ReplicaId(1);
    private static final Vote1 COSTLY = new Vote1(View.ZERO, SeqNum.ZERO, Digest.ZERO, Bytes.EMPTY);

    private final VerificationQuota quota = new VerificationQuota(4);

    @Test
    void whoForgesIsNotHeardForAWhileAndOthersAre() {
        for (int i = 0; i < VerificationQuota.FAILURES_MAX; i++) {
            assertThat(quota.admits(LIAR, COSTLY, 10)).isTrue();
            quota.failed(LIAR, 10);
        }
        assertThat(quota.admits(LIAR, COSTLY, 10)).isFalse();
        assertThat(quota.admits(new ReplicaId(2), COSTLY, 10)).isTrue();
        assertThat(quota.admits(LIAR, new Fetch(new Fetch.Wanted.SlotsFrom(SeqNum.ZERO, 1)), 10))
                .as("nothing to verify").isTrue();
    }

    @Test
    void genuineWordsAboutEverHigherViewsAreBoundedToo() {
        int verified = 0;
        for (long now = 0; now < 10_000; now++) {
            if (quota.admitsViewWord(LIAR, now)) {
                verified++;
                quota.verifiedViewWord(LIAR, now);
            }
        }
        assertThat(verified).isBetween(VerificationQuota.VIEW_WORDS_MAX,
                VerificationQuota.VIEW_WORDS_MAX + 200);
        assertThat(quota.admitsViewWord(new ReplicaId(2), 10_000)).isTrue();
        assertThat(quota.admits(LIAR, COSTLY, 10_000)).as("it forged nothing").isTrue();
    }

    @Test
    void oneMoreFailureASecondIsTheMostThatForgersCost() {
        int verified = 0;
        for (long now = 0; now < 60_000; now += 5) {
            if (quota.admits(LIAR, COSTLY, now)) {
                verified++;
                quota.failed(LIAR, now);
            }
        }
        assertThat(verified).isBetween(VerificationQuota.FAILURES_MAX,
                VerificationQuota.FAILURES_MAX + 60);
    }
}
