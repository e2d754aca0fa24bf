// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// What every client's story goes through: a constructor argument, an event, a custom error and a panic.
contract Story {
    event Told(address indexed by, uint256 indexed chapter, string text);

    error TooLong(uint256 length, uint256 limit);

    uint256 public immutable limit;
    uint256 public chapters;
    mapping(uint256 => string) public text;

    constructor(uint256 limit_) {
        limit = limit_;
    }

    function tell(string calldata words) external returns (uint256 chapter) {
        require(bytes(words).length > 0, "nothing told");
        if (bytes(words).length > limit) revert TooLong(bytes(words).length, limit);
        chapter = ++chapters;
        text[chapter] = words;
        emit Told(msg.sender, chapter, words);
    }

    function divide(uint256 by) external view returns (uint256) {
        return chapters / by;
    }
}
