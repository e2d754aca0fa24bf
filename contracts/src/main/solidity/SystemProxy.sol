// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {GOVERNANCE, ISystemContract} from "./MembersBase.sol";

/// In front of each system contract: runs the code of its implementation on its own storage (ERC-1967). Governance alone
/// may put another implementation there, and only one that says it is the same contract. It has no constructor: the genesis
/// file holds its code and slots.
contract SystemProxy {
    /// keccak256("eip1967.proxy.implementation") - 1.
    bytes32 private constant IMPLEMENTATION = 0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc;
    /// upgradeToAndCall(address,bytes), as of ERC-1967 proxies.
    bytes4 private constant UPGRADE = 0x4f1ef286;

    event Upgraded(address indexed implementation);

    /// The address has no code, or code that does not say it is this contract.
    error WrongImplementation(address implementation);

    fallback() external {
        if (msg.sender == GOVERNANCE && msg.sig == UPGRADE) {
            (address implementation, bytes memory initialisation) = abi.decode(msg.data[4:], (address, bytes));
            _upgrade(implementation, initialisation);
            return;
        }
        address target = _implementation();
        assembly ("memory-safe") {
            let memory_ := mload(0x40)
            calldatacopy(memory_, 0, calldatasize())
            let done := delegatecall(gas(), target, memory_, calldatasize(), 0, 0)
            returndatacopy(memory_, 0, returndatasize())
            if done { return(memory_, returndatasize()) }
            revert(memory_, returndatasize())
        }
    }

    function _implementation() private view returns (address target) {
        assembly ("memory-safe") {
            target := sload(IMPLEMENTATION)
        }
    }

    function _upgrade(address next, bytes memory initialisation) private {
        if (next == address(this) || _nameOf(next) != _nameOf(_implementation())) revert WrongImplementation(next);
        assembly ("memory-safe") {
            sstore(IMPLEMENTATION, next)
        }
        emit Upgraded(next);
        if (initialisation.length > 0) {
            (bool done, bytes memory answer) = next.delegatecall(initialisation);
            if (!done) {
                assembly ("memory-safe") {
                    revert(add(answer, 32), mload(answer))
                }
            }
        }
    }

    /// Fails where there is no such contract.
    function _nameOf(address implementation) private view returns (bytes32 name) {
        (bool done, bytes memory answer) =
            implementation.staticcall(abi.encodeCall(ISystemContract.systemContract, ()));
        if (!done || answer.length != 32) revert WrongImplementation(implementation);
        name = abi.decode(answer, (bytes32));
    }
}
