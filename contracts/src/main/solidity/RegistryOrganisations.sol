// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {
    IPermissions,
    ORGANISATION_ACTIVE,
    ORGANISATION_LEFT,
    ORGANISATION_SUSPENDED,
    PERMISSIONS,
    pageEnd
} from "./MembersBase.sol";
import {RegistryStorage} from "./RegistryStorage.sol";

/// The organisations that vote. One that left stays in the records; its number is not given again.
abstract contract RegistryOrganisations is RegistryStorage {
    event OrganisationAdded(uint32 indexed organisation, string name);
    event OrganisationRenamed(uint32 indexed organisation, string name);
    event OrganisationSuspended(uint32 indexed organisation);
    event OrganisationReinstated(uint32 indexed organisation);
    event OrganisationRemoved(uint32 indexed organisation);

    /// It has nodes that are no observers and do not leave yet.
    error OrganisationHasNodes(uint32 organisation, uint256 nodes);
    /// Without it nobody could vote any more.
    error LastOrganisation(uint32 organisation);

    /// Admits an organisation with its first admins, 1 to 16.
    function addOrganisation(string calldata name, address[] calldata admins)
        external
        onlyGovernance
        returns (uint32 organisation)
    {
        _requireLength("name", bytes(name).length, 1, 64);
        _requireLength("admins", admins.length, 1, 16);
        if (_organisationIds.length >= ORGANISATIONS_MAX) revert LimitReached("organisations", ORGANISATIONS_MAX);
        organisation = _counters.nextOrganisation++;
        _counters.activeOrganisations++;
        Organisation storage entry = _organisations[organisation];
        entry.state = ORGANISATION_ACTIVE;
        // Below ORGANISATIONS_MAX.
        // forge-lint: disable-next-line(unsafe-typecast)
        entry.place = uint16(_organisationIds.length);
        entry.name = name;
        _organisationIds.push(organisation);
        emit OrganisationAdded(organisation, name);
        IPermissions(PERMISSIONS).enrol(organisation, admins);
    }

    function renameOrganisation(uint32 organisation, string calldata name) external onlyGovernance {
        _requireLength("name", bytes(name).length, 1, 64);
        _requirePresent(organisation).name = name;
        emit OrganisationRenamed(organisation, name);
    }

    /// Its accounts are refused and it has no vote until it is reinstated; its validators go on.
    function suspendOrganisation(uint32 organisation) external onlyGovernance {
        Organisation storage entry = _requirePresent(organisation);
        if (entry.state != ORGANISATION_ACTIVE) revert NoSuchOrganisation(organisation, entry.state);
        _withdrawVote(organisation);
        entry.state = ORGANISATION_SUSPENDED;
        emit OrganisationSuspended(organisation);
    }

    function reinstateOrganisation(uint32 organisation) external onlyGovernance {
        Organisation storage entry = _requirePresent(organisation);
        if (entry.state != ORGANISATION_SUSPENDED) revert NoSuchOrganisation(organisation, entry.state);
        entry.state = ORGANISATION_ACTIVE;
        _counters.activeOrganisations++;
        emit OrganisationReinstated(organisation);
    }

    /// Only once its nodes have left or are leaving; its accounts are refused from then on.
    function removeOrganisation(uint32 organisation) external onlyGovernance {
        Organisation storage entry = _requirePresent(organisation);
        if (entry.liveNodes != 0) revert OrganisationHasNodes(organisation, entry.liveNodes);
        if (entry.state == ORGANISATION_ACTIVE) _withdrawVote(organisation);
        entry.state = ORGANISATION_LEFT;
        uint32 last = _organisationIds[_organisationIds.length - 1];
        _organisationIds[entry.place] = last;
        _organisations[last].place = entry.place;
        _organisationIds.pop();
        emit OrganisationRemoved(organisation);
    }

    function _withdrawVote(uint32 organisation) private {
        if (_counters.activeOrganisations == 1) revert LastOrganisation(organisation);
        _counters.activeOrganisations--;
    }

    function _requirePresent(uint32 organisation) internal view returns (Organisation storage entry) {
        entry = _organisations[organisation];
        if (entry.state != ORGANISATION_ACTIVE && entry.state != ORGANISATION_SUSPENDED) {
            revert NoSuchOrganisation(organisation, entry.state);
        }
    }

    /// 0 none, 1 active, 2 suspended, 3 left.
    function organisationState(uint32 organisation) external view returns (uint8) {
        return _organisations[organisation].state;
    }

    function organisationRecord(uint32 id) external view returns (Organisation memory) {
        return _organisations[id];
    }

    function activeOrganisations() external view returns (uint256) {
        return _counters.activeOrganisations;
    }

    /// Those that have not left.
    function organisationCount() external view returns (uint256) {
        return _organisationIds.length;
    }

    /// Numbers of those that have not left: at most `limit` and 128 from the `offset`-th on.
    function organisations(uint256 offset, uint256 limit) external view returns (uint32[] memory page) {
        uint256 end = pageEnd(offset, limit, _organisationIds.length);
        page = new uint32[](end - offset);
        for (uint256 i = offset; i < end; i++) {
            page[i - offset] = _organisationIds[i];
        }
    }
}
