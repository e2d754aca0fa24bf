package io.quorate.node.members;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quorate.evm.primitives.Address;
import io.quorate.execution.MemberRegistry;
import io.quorate.node.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/** Words what a chain says of accounts and contracts, as a table for people or as JSON for programs. */
public final class AccountsReport {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ChainAccounts accounts;

    public AccountsReport(ChainAccounts accounts) {
        this.accounts = accounts;
    }

    /** What is enforced, the accounts of one organisation or of all, and contracts with rules. */
    public String list(OptionalInt organisation) {
        ChainAccounts.Rules rules = accounts.rules();
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("ACCOUNT", "ORGANISATION", "STATE", "ROLES"));
        of(organisation).forEach(one -> rows.add(List.of(one.address().toString(),
                String.valueOf(one.organisation()), one.suspended() ? "suspended" : "active",
                Flags.ROLES.text(one.roles()))));
        List<List<String>> contracts = new ArrayList<>();
        contracts.add(List.of("CONTRACT", "ORGANISATION", "CALLERS", "READERS"));
        accounts.contracts().stream().filter(rule -> organisation.isEmpty()
                || rule.organisation() == organisation.getAsInt()).forEach(
                        rule -> contracts.add(List.of(rule.contract().toString(), owner(rule),
                                callers(rule), readers(rule))));
        return "enforced: " + Flags.RULES.text(rules.enforced())
                + "; organisations change alone: " + Flags.ACCOUNTS_ALONE.text(rules.alone())
                + "\n\n" + TextTable.of(rows)
                + (contracts.size() > 1 ? "\n" + TextTable.of(contracts) : "");
    }

    private List<ChainAccounts.Account> of(OptionalInt organisation) {
        return organisation.isPresent() ? accounts.of(organisation.getAsInt()) : accounts.all();
    }

    private static String owner(ChainAccounts.Rule rule) {
        return rule.organisation() == 0 ? "by vote" : String.valueOf(rule.organisation());
    }

    private static String callers(ChainAccounts.Rule rule) {
        return rule.restricted() ? restricted(rule.callRoles()) : "everybody";
    }

    private static String readers(ChainAccounts.Rule rule) {
        return rule.readRestricted() ? restricted(rule.readRoles()) : "everybody";
    }

    private static String restricted(long roles) {
        return roles == 0 ? "listed accounts"
                : Flags.ROLES.text(roles) + ", listed accounts";
    }

    public String listJson(OptionalInt organisation) {
        ChainAccounts.Rules rules = accounts.rules();
        ObjectNode json = JSON.createObjectNode().put("block", accounts.chain().blockNumber());
        Flags.RULES.list(rules.enforced()).forEach(json.putArray("enforced")::add);
        Flags.ACCOUNTS_ALONE.list(rules.alone())
                .forEach(json.putArray("organisationsAlone")::add);
        ArrayNode list = json.putArray("accounts");
        of(organisation).forEach(one -> put(list.addObject(), one));
        ArrayNode contracts = json.putArray("contracts");
        accounts.contracts().stream().filter(rule -> organisation.isEmpty()
                || rule.organisation() == organisation.getAsInt())
                .forEach(rule -> put(contracts.addObject(), rule));
        return json.toPrettyString();
    }

    private static void put(ObjectNode json, ChainAccounts.Account one) {
        json.put("account", one.address().toString()).put("organisation", one.organisation())
                .put("suspended", one.suspended()).put("node", one.node());
        Flags.ROLES.list(one.roles()).forEach(json.putArray("roles")::add);
    }

    private static void put(ObjectNode json, ChainAccounts.Rule rule) {
        json.put("contract", rule.contract().toString())
                .put("organisation", rule.organisation()).put("restricted", rule.restricted())
                .put("readRestricted", rule.readRestricted());
        Flags.ROLES.list(rule.callRoles()).forEach(json.putArray("callRoles")::add);
        Flags.ROLES.list(rule.readRoles()).forEach(json.putArray("readRoles")::add);
    }

    /** All of one address: as an account, with contracts on whose lists it is, and as a contract, with listed accounts. */
    public String show(Address address) {
        ChainAccounts.Account one = accounts.account(address);
        StringBuilder text = new StringBuilder();
        line(text, "address", address);
        if (one.organisation() == 0) {
            line(text, "organisation", "none: a stranger");
        } else {
            MemberRegistry.Organisation owner = accounts.chain().registry()
                    .organisation(one.organisation());
            line(text, "organisation", owner.number() + " (" + Printable.of(owner.name()) + ", "
                    + MembersReport.state(owner) + ")");
            line(text, "roles", Flags.ROLES.text(one.roles())
                    + (one.suspended() ? ", suspended" : ""));
            if (one.node()) line(text, "node", "its key signs a node's votes");
        }
        listings(address).forEach(entry -> line(text, "listed at", entry.contract() + ": may "
                + rights(entry.listing())));
        ChainAccounts.Rule rule = accounts.rule(address);
        if (!rule.isNone()) {
            line(text, "rules set by", rule.organisation() == 0 ? "votes alone"
                    : "organisation " + rule.organisation());
            line(text, "callers", callers(rule));
            line(text, "readers", readers(rule));
            listedAt(address).forEach(entry -> line(text, "listed", entry.account() + ": may "
                    + rights(entry.listing())));
        }
        return text.toString();
    }

    public String showJson(Address address) {
        ObjectNode json = JSON.createObjectNode().put("block", accounts.chain().blockNumber());
        put(json, accounts.account(address));
        ArrayNode listings = json.putArray("listedAt");
        listings(address).forEach(entry -> put(listings.addObject().put("contract",
                entry.contract().toString()), entry.listing()));
        ChainAccounts.Rule rule = accounts.rule(address);
        if (!rule.isNone()) {
            ObjectNode contract = json.putObject("rule");
            put(contract, rule);
            ArrayNode listed = contract.putArray("listed");
            listedAt(address).forEach(entry -> put(listed.addObject().put("account",
                    entry.account().toString()), entry.listing()));
        }
        return json.toPrettyString();
    }

    private static void put(ObjectNode json, ChainAccounts.Listing listing) {
        json.put("mayCall", listing.mayCall()).put("mayRead", listing.mayRead());
    }

    private record Entry(Address contract, Address account, ChainAccounts.Listing listing) {
        boolean isSet() {
            return listing.mayCall() || listing.mayRead();
        }
    }

    private List<Entry> listings(Address account) {
        return accounts.contracts().stream().map(rule -> entry(rule.contract(), account))
                .filter(Entry::isSet).toList();
    }

    /** The contract keeps no list to page through, so that members alone are looked for. */
    private List<Entry> listedAt(Address contract) {
        return accounts.all().stream().map(one -> entry(contract, one.address()))
                .filter(Entry::isSet).toList();
    }

    private Entry entry(Address contract, Address account) {
        return new Entry(contract, account, accounts.listing(contract, account));
    }

    private static String rights(ChainAccounts.Listing listing) {
        return listing.mayCall() && listing.mayRead() ? "call and read it"
                : listing.mayCall() ? "call it" : "read it";
    }

    private static void line(StringBuilder text, String name, Object value) {
        text.append(String.format(Locale.ROOT, "%-16s%s%n", name, value));
    }
}
