package io.quorate.node.lab;

import java.util.List;

/** What one lab puts into its folder, and what it wants to see there and in its network at the end. */
interface Exercise {
    void prepare(LabFolder folder);

    /** In the order of the page. */
    List<Step> steps(LabFolder folder);
}
