// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";
import {ERC1155} from "@openzeppelin/contracts/token/ERC1155/ERC1155.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {ERC20Votes} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Votes.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";
import {Governor} from "@openzeppelin/contracts/governance/Governor.sol";
import {GovernorCountingSimple} from "@openzeppelin/contracts/governance/extensions/GovernorCountingSimple.sol";
import {GovernorVotes} from "@openzeppelin/contracts/governance/extensions/GovernorVotes.sol";
import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import {ERC1967Proxy} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";
import {UUPSUpgradeable} from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";
import {OwnableUpgradeable} from "@openzeppelin/contracts-upgradeable/access/OwnableUpgradeable.sol";

contract Deed is ERC721("Deed", "DEED") {
    function mint(address to, uint256 id) external {
        _safeMint(to, id);
    }
}

contract Parts is ERC1155("") {
    function mint(address to, uint256[] calldata ids, uint256[] calldata amounts) external {
        _mintBatch(to, ids, amounts, "");
    }
}

contract Share is ERC20("Share", "SHR"), ERC20Permit("Share"), ERC20Votes {
    constructor() {
        _mint(msg.sender, 1000 ether);
    }

    function _update(address from, address to, uint256 value) internal override(ERC20, ERC20Votes) {
        super._update(from, to, value);
    }

    function nonces(address owner) public view override(ERC20Permit, Nonces) returns (uint256) {
        return super.nonces(owner);
    }
}

contract Board is Governor("Board"), GovernorCountingSimple, GovernorVotes {
    uint256 public seats;

    constructor(IVotes shares) GovernorVotes(shares) {}

    function setSeats(uint256 seats_) external onlyGovernance {
        seats = seats_;
    }

    function votingDelay() public pure override returns (uint256) {
        return 1;
    }

    function votingPeriod() public pure override returns (uint256) {
        return 3;
    }

    function quorum(uint256) public pure override returns (uint256) {
        return 1 ether;
    }
}

contract BoxV1 is UUPSUpgradeable, OwnableUpgradeable {
    uint256 public value;

    function initialize(address owner) external initializer {
        __Ownable_init(owner);
    }

    function set(uint256 value_) external {
        value = value_;
    }

    function _authorizeUpgrade(address) internal override onlyOwner {}
}

contract BoxV2 is BoxV1 {
    function increment() external {
        value++;
    }
}

contract Proxy is ERC1967Proxy {
    constructor(address implementation, bytes memory data) ERC1967Proxy(implementation, data) {}
}
