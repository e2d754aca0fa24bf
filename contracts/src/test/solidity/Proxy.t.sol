// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {Governance} from "../../main/solidity/Governance.sol";
import {EXECUTION, GOVERNANCE, PERMISSIONS, REGISTRY} from "../../main/solidity/MembersBase.sol";
import {Permissions} from "../../main/solidity/Permissions.sol";
import {Registry} from "../../main/solidity/Registry.sol";
import {SystemProxy} from "../../main/solidity/SystemProxy.sol";
import {MembersTest} from "./MembersTest.sol";

/// A later Registry, with something to do when it is put in place.
contract RegistryOfTomorrow is Registry {
    error Refused(uint256 why);

    function migrate(uint16 c) external {
        if (c > 4) revert Refused(c);
        _parameters.c = c;
    }

    function tomorrow() external pure returns (bool) {
        return true;
    }
}

contract Nameless {
    function systemContract() external pure {}
}

contract ProxyTest is MembersTest {
    bytes32 internal constant IMPLEMENTATION = 0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc;
    bytes32 internal constant ADMIN = 0xb53127684a568b3173ae13b9f8a6016e243e63b6e8ee1178d6a717850b5d6103;

    function upgrade(address implementation, bytes memory initialisation) internal pure returns (bytes memory) {
        return abi.encodeWithSignature("upgradeToAndCall(address,bytes)", implementation, initialisation);
    }

    function testToolsFindTheImplementation() external view {
        require(uint256(VM.load(REGISTRY, IMPLEMENTATION)) == 0x5110, "the Registry's");
        require(uint256(VM.load(GOVERNANCE, IMPLEMENTATION)) == 0x5112, "Governance's");
        require(address(uint160(uint256(VM.load(PERMISSIONS, ADMIN)))) == GOVERNANCE, "Governance is admin");
    }

    function testAVoteUpgradesAndKeepsStorage() external {
        address next = address(new RegistryOfTomorrow());
        join(7, 2);
        pass(REGISTRY, upgrade(next, ""));
        require(RegistryOfTomorrow(REGISTRY).tomorrow(), "the new code");
        eq(REG.nodeCount(), 5);
        require(address(uint160(uint256(VM.load(REGISTRY, IMPLEMENTATION)))) == next, "where tools look");
    }

    function testAnUpgradeMayMigrateOrFailWhole() external {
        address next = address(new RegistryOfTomorrow());
        refused(
            REGISTRY,
            upgrade(next, abi.encodeCall(RegistryOfTomorrow.migrate, (5))),
            abi.encodeWithSelector(RegistryOfTomorrow.Refused.selector, 5)
        );
        eq(uint256(VM.load(REGISTRY, IMPLEMENTATION)), 0x5110);
        pass(REGISTRY, upgrade(next, abi.encodeCall(RegistryOfTomorrow.migrate, (0))));
        require(RegistryOfTomorrow(REGISTRY).tomorrow(), "the new code");
    }

    /// Governance itself is upgraded in the middle of its own run.
    function testGovernanceUpgradesItself() external {
        address next = address(new Governance());
        pass(GOVERNANCE, upgrade(next, ""));
        require(address(uint160(uint256(VM.load(GOVERNANCE, IMPLEMENTATION)))) == next, "the new one");
        pass(GOVERNANCE, abi.encodeCall(Governance.setLifetime, (7_200)));
    }

    /// A contract that is not the same one would take the chain's members with it.
    function testOnlyTheSameContractIsPutInItsPlace() external {
        address[5] memory wrong =
            [address(new Permissions()), address(0xdead), address(new Nameless()), REGISTRY, address(this)];
        for (uint256 i = 0; i < wrong.length; i++) {
            refused(
                REGISTRY,
                upgrade(wrong[i], ""),
                abi.encodeWithSelector(SystemProxy.WrongImplementation.selector, wrong[i])
            );
        }
    }

    /// For others the function does not exist: the call goes on to the implementation, which has none of that name.
    function testNobodyElseUpgrades() external {
        address next = address(new RegistryOfTomorrow());
        address[5] memory callers = [STRANGER, admin(1), validator(0), EXECUTION, PERMISSIONS];
        for (uint256 i = 0; i < callers.length; i++) {
            failsWith(callers[i], REGISTRY, upgrade(next, ""), "");
        }
        eq(uint256(VM.load(REGISTRY, IMPLEMENTATION)), 0x5110);
    }

    function testNoMoneyIsTaken() external {
        MoneyVm(address(VM)).deal(address(this), 1 ether);
        (bool done,) = REGISTRY.call{value: 1}("");
        require(!done, "taken");
    }

    /// Whoever calls an implementation itself finds no members there.
    function testImplementationsAreEmpty() external {
        eq(Registry(address(0x5110)).nodeCount(), 0);
        failsWith(
            admin(1),
            address(0x5112),
            abi.encodeCall(Governance.execute, (1)),
            abi.encodeWithSelector(Governance.NotOpen.selector, 1, 0)
        );
    }
}

interface MoneyVm {
    function deal(address account, uint256 wei_) external;
}
