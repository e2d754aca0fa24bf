package io.quorate.bft.core.message;

import io.quorate.bft.View;

/** Proves that a slot was decided; valid in every view. */
public sealed interface DecisionCert extends Certificate permits FastCert, SlowCert {
    View view();
}
