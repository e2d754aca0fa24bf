/**
 * A network of real processes under faults, with clients whose history is checked. Entry point: {@code
 * ChaosCampaign}.
 */
package io.quorate.node.chaos;
