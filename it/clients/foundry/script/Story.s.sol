// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Story} from "story/Story.sol";

/// The few cheatcodes that are used here; Foundry's own library is not in the npm registry.
interface Vm {
    function startBroadcast() external;

    function stopBroadcast() external;
}

/// `forge script --broadcast`: deploys and tells two chapters.
contract StoryScript {
    Vm private constant VM = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));

    function run() external returns (address told) {
        VM.startBroadcast();
        Story story = new Story(32);
        story.tell("one");
        story.tell("two");
        VM.stopBroadcast();
        require(story.chapters() == 2, "two chapters");
        return address(story);
    }
}
