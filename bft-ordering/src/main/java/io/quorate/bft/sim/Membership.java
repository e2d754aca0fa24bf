package io.quorate.bft.sim;

import java.util.List;

/**
 * What may become of a cluster's members.
 *
 * @param spares machines beyond the first epoch's members, numbered after them
 * @param plans changes that items may ask for
 */
record Membership(int spares, List<ChangePlan> plans) {
    static final Membership FIXED = new Membership(0, List.of());

    Membership {
        plans = List.copyOf(plans);
    }
}
