// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {ReadAnchors} from "../../main/solidity/ReadAnchors.sol";
import {MembersTest} from "./MembersTest.sol";

/// Nodes say how far their journals have come, and nobody takes it back.
contract ReadAnchorsTest is MembersTest {
    ReadAnchors private constant ANCHORS = ReadAnchors(address(0x5103));

    function setUp() public override {
        super.setUp();
        VM.etch(address(ANCHORS), type(ReadAnchors).runtimeCode);
    }

    function anchor(uint256 k, uint64 count, bool begins) private {
        VM.prank(validator(k));
        ANCHORS.anchor(count, bytes32(uint256(count)), begins);
    }

    function testANodeAnchorsItsOwnJournal() external {
        anchor(2, 5, false);
        VM.roll(20);
        anchor(2, 9, false);
        anchor(1, 3, false);

        eq(ANCHORS.anchorCount(2), 2);
        eq(ANCHORS.anchorCount(0), 0);
        ReadAnchors.Anchor[] memory page = ANCHORS.anchors(2, 0, 128);
        eq(page.length, 2);
        eq(page[0].count, 5);
        eq(page[0].blockNumber, 10);
        eq(page[1].count, 9);
        eq(page[1].blockNumber, 20);
        eq(page[1].journal, 1);
        eq(uint256(page[1].head), 9);
        eq(ANCHORS.anchors(2, 1, 1).length, 1);
        eq(ANCHORS.anchors(2, 7, 128).length, 0);
    }

    function testOnlyNodesAnchor() external {
        bytes memory call = abi.encodeCall(ReadAnchors.anchor, (1, bytes32(0), false));
        failsWith(STRANGER, address(ANCHORS), call, abi.encodeWithSelector(ReadAnchors.NotANode.selector, STRANGER));
        failsWith(admin(1), address(ANCHORS), call, abi.encodeWithSelector(ReadAnchors.NotANode.selector, admin(1)));
    }

    function testCountsOnlyGrow(uint64 first, uint64 second) external {
        if (first == 0) first = 1;
        anchor(0, first, false);
        if (second > first) {
            anchor(0, second, false);
            eq(ANCHORS.anchorCount(0), 2);
        } else {
            failsWith(
                validator(0),
                address(ANCHORS),
                abi.encodeCall(ReadAnchors.anchor, (second, bytes32(0), false)),
                abi.encodeWithSelector(ReadAnchors.CountNotHigher.selector, uint32(0), second, first)
            );
        }
    }

    /// It shows for ever that another journal took the place of the one before.
    function testANewJournalHasANumberOfItsOwn() external {
        anchor(3, 100, true);
        anchor(3, 2, true);
        anchor(3, 4, false);
        ReadAnchors.Anchor[] memory page = ANCHORS.anchors(3, 0, 128);
        eq(page[0].journal, 1);
        eq(page[1].journal, 2);
        eq(page[2].journal, 2);
        failsWith(
            validator(3),
            address(ANCHORS),
            abi.encodeCall(ReadAnchors.anchor, (0, bytes32(0), true)),
            abi.encodeWithSelector(ReadAnchors.CountNotHigher.selector, uint32(3), uint64(0), uint64(0))
        );
    }

    /// A page, and one more entry, cost what a transaction may.
    function testAnEntryCostsTheSameHoweverManyThereAre() external {
        for (uint64 i = 1; i <= 300; i++) {
            anchor(0, i, false);
        }
        eq(ANCHORS.anchors(0, 0, 1_000).length, 128);
        VM.prank(validator(0));
        uint256 before = gasleft();
        ANCHORS.anchor(301, bytes32(uint256(1)), false);
        require(before - gasleft() < 120_000, "cheap");
    }
}
