// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Story} from "story/Story.sol";

interface Vm {
    function envAddress(string calldata name) external view returns (address);

    function expectRevert(bytes calldata data) external;
}

/// `forge test --fork-url`: reads the network's state, and changes a copy of it.
contract ForkTest {
    Vm private constant VM = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));

    Story private story;

    function setUp() external {
        story = Story(VM.envAddress("STORY"));
    }

    function testReadsWhatWasTold() external view {
        require(story.chapters() == 2, "two chapters are on the chain");
        require(keccak256(bytes(story.text(2))) == keccak256("two"), "the second one");
    }

    function testTellsOnACopy() external {
        require(story.tell("three") == 3, "a third one, here");
    }

    function testRevertsWithItsError() external {
        VM.expectRevert(abi.encodeWithSelector(Story.TooLong.selector, 33, 32));
        story.tell("123456789012345678901234567890123");
    }
}
