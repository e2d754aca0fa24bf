// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {REGISTRY, pageEnd} from "./MembersBase.sol";

interface INodes {
    function nodeOfAccount(address account) external view returns (bool known, uint32 id);
}

/// Where nodes leave word of how far their journals of reads have come, at 0x…5103. Nothing that is here can be changed or
/// taken back, by nobody: there is no proxy, and no vote reaches it. Slots: docs/spec/members.md.
contract ReadAnchors {
    struct Anchor {
        /// Lines of the journal, the last of which has the hash `head`.
        uint64 count;
        uint64 blockNumber;
        /// 1 for a node's first journal, one more for each that took its place.
        uint32 journal;
        bytes32 head;
    }

    mapping(uint32 node => Anchor[]) internal _anchors; // slot 0

    event ReadsAnchored(uint32 indexed node, uint32 indexed journal, uint64 count, bytes32 head);

    error NotANode(address caller);
    error CountNotHigher(uint32 node, uint64 count, uint64 anchored);

    /// By a node's own account. `begins` says that this is not the journal of the anchors before.
    function anchor(uint64 count, bytes32 head, bool begins) external {
        (bool known, uint32 node) = INodes(REGISTRY).nodeOfAccount(msg.sender);
        if (!known) revert NotANode(msg.sender);
        Anchor[] storage list = _anchors[node];
        uint32 journal = 1;
        uint64 anchored = 0;
        if (list.length > 0) {
            Anchor storage last = list[list.length - 1];
            journal = begins ? last.journal + 1 : last.journal;
            anchored = begins ? 0 : last.count;
        }
        if (count <= anchored) revert CountNotHigher(node, count, anchored);
        list.push(Anchor(count, uint64(block.number), journal, head));
        emit ReadsAnchored(node, journal, count, head);
    }

    function anchorCount(uint32 node) external view returns (uint256) {
        return _anchors[node].length;
    }

    /// At most `limit` and 128 from the `offset`-th on, as they came.
    function anchors(uint32 node, uint256 offset, uint256 limit) external view returns (Anchor[] memory page) {
        Anchor[] storage list = _anchors[node];
        uint256 end = pageEnd(offset, limit, list.length);
        page = new Anchor[](end - offset);
        for (uint256 i = offset; i < end; i++) {
            page[i - offset] = list[i];
        }
    }
}
