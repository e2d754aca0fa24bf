// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

/// A number that anybody may raise: the smallest contract with state, an event and a refusal.
contract Counter {
    uint256 public number;

    event Incremented(address indexed by, uint256 number);

    error StepTooLarge(uint256 step, uint256 max);

    uint256 public constant MAX_STEP = 1000;

    function increment() external {
        _add(1);
    }

    function add(uint256 step) external {
        if (step > MAX_STEP) revert StepTooLarge(step, MAX_STEP);
        _add(step);
    }

    function _add(uint256 step) private {
        number += step;
        emit Incremented(msg.sender, number);
    }
}
