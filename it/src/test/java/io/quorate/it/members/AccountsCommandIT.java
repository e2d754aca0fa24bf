package io.quorate.it.members;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Accounts, contracts, organisations and parameters, changed by what admins type. */
class AccountsCommandIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NEWCOMER = "0x00000000000000000000000000000000000a1111";
    private static final String MULTICALL = "0xca11bde05977b3631167028862be2a173976ca11";

    @TempDir
    private static Path folder;
    private static DevMembers dev;

    @BeforeAll
    static void startDev() {
        dev = DevMembers.start(folder);
    }

    @AfterAll
    static void stopDev() {
        dev.close();
    }

    private static String[] as(int account, String... arguments) {
        String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--account";
        all[arguments.length + 1] = dev.keyOf(account).toString();
        return all;
    }

    private static long propose(String... arguments) throws Exception {
        String[] sure = java.util.Arrays.copyOf(arguments, arguments.length + 2);
        sure[arguments.length] = "--yes";
        sure[arguments.length + 1] = "--json";
        return JSON.readTree(dev.said(as(0, sure))).path("proposal").asLong();
    }

    @Test
    void anAdminGrantsAndRevokesInItsOwnOrganisation() throws Exception {
        assertThat(dev.said("accounts", "list")).contains("enforced: nothing",
                DevMembers.account(0).getAddress(), "admin");
        assertThat(dev.said(as(1, "accounts", "grant", NEWCOMER, "--organisation", "2",
                "--roles", "sender,reader", "--dry-run")))
                .contains("setRoles(account " + NEWCOMER + ", organisation 2, roles sender+reader)",
                        "nothing was done");
        assertThat(dev.said("accounts", "show", NEWCOMER)).contains("a stranger");

        dev.said(as(1, "accounts", "grant", NEWCOMER, "--organisation", "2", "--roles", "sender"));
        dev.said(as(1, "accounts", "grant", NEWCOMER, "--roles", "deployer"));
        dev.said(as(1, "accounts", "revoke", NEWCOMER, "--roles", "sender"));
        dev.said(as(1, "accounts", "suspend", NEWCOMER));

        JsonNode shown = JSON.readTree(dev.said("accounts", "show", NEWCOMER, "--json"));
        assertThat(shown.path("organisation").asInt()).isEqualTo(2);
        assertThat(shown.path("roles").toString()).isEqualTo("[\"deployer\"]");
        assertThat(shown.path("suspended").asBoolean()).isTrue();
        assertThat(dev.said("accounts", "list", "--organisation", "2")).contains(NEWCOMER,
                "suspended");
        dev.said(as(1, "accounts", "reinstate", NEWCOMER));
        dev.said(as(1, "accounts", "revoke", NEWCOMER, "--all"));
        assertThat(dev.said("accounts", "show", NEWCOMER)).contains("a stranger");
    }

    @Test
    void refusalsOfTheContractsAreToldInWords() throws Exception {
        assertThat(dev.refused(as(2, "accounts", "grant", NEWCOMER, "--organisation", "1",
                "--roles", "admin"))).contains("The contract refuses: NotAllowed(caller "
                        + DevMembers.account(2).getAddress() + "): this account may not do that");
        assertThat(dev.refused(as(3, "accounts", "revoke",
                DevMembers.account(3).getAddress(), "--all"))).contains("LastAdmin(account ",
                        "name another one first");
        assertThat(dev.refused("members", "remove", "--number", "0"))
                .contains("TooFewValidators(n 3, min 4)");
        assertThat(dev.refused(as(9, "members", "cancel", "4711")))
                .contains("NotOpen(id 4711, state 0)");
        assertThat(dev.refused("members", "show", "4711")).contains("no proposal 4711");
        assertThat(dev.refused("accounts", "grant", NEWCOMER, "--roles", "king"))
                .contains("\"king\" is none of admin, deployer, sender, auditor, reader");
        assertThat(dev.refused("accounts", "show", "0x12")).contains("is no address");
    }

    @Test
    void aContractIsGivenToAnOrganisationThatLetsAccountsIn() throws Exception {
        dev.decide(propose("members", "propose", "contract", MULTICALL, "--owner", "2"));
        dev.said(as(1, "accounts", "rule", MULTICALL, "--callers", "listed", "--readers",
                "auditor"));
        dev.said(as(1, "accounts", "grant", DevMembers.account(2).getAddress(), "--contract",
                MULTICALL, "--call"));

        assertThat(dev.said("accounts", "show", MULTICALL)).contains("organisation 2",
                "listed accounts", "auditor, listed accounts",
                DevMembers.account(2).getAddress() + ": may call it");
        assertThat(dev.said("accounts", "show", DevMembers.account(2).getAddress()))
                .contains("listed at       " + MULTICALL + ": may call it");
        dev.said(as(1, "accounts", "revoke", DevMembers.account(2).getAddress(), "--contract",
                MULTICALL, "--call"));
        dev.said(as(1, "accounts", "rule", MULTICALL, "--callers", "everybody", "--readers",
                "everybody"));
        assertThat(dev.said("accounts", "show", MULTICALL)).doesNotContain("may call it");
    }

    @Test
    void anOrganisationComesIsSuspendedAndGoes() throws Exception {
        String newAdmin = DevMembers.account(6).getAddress();
        assertThat(dev.said("members", "propose", "organisation", "--add", "Bank", "--admin",
                newAdmin)).contains("4 of which 3 decide; then 5 and 4", "nothing was done");
        dev.decide(propose("members", "propose", "organisation", "--add", "Bank", "--admin",
                newAdmin));
        JsonNode list = JSON.readTree(dev.said("members", "list", "--json"));
        int number = list.path("organisations").findParents("name").stream()
                .filter(one -> one.path("name").asText().equals("Bank")).findFirst().orElseThrow()
                .path("number").asInt();

        long open = propose("members", "propose", "account", NEWCOMER, "--organisation",
                String.valueOf(number), "--roles", "sender");
        assertThat(dev.said(as(6, "members", "approve", String.valueOf(open))))
                .contains("2 of 4 approvals");
        assertThat(dev.said(as(6, "members", "withdraw", String.valueOf(open))))
                .contains("1 of 4 approvals");
        assertThat(dev.refused(as(6, "members", "cancel", String.valueOf(open))))
                .contains("NotYours(id " + open + ", organisation 1)");
        assertThat(dev.said(as(0, "members", "cancel", String.valueOf(open))))
                .contains("cancelled");
        long again = propose("members", "propose", "organisation", "--suspend",
                String.valueOf(number));
        dev.said(as(6, "members", "approve", String.valueOf(again)));
        dev.decide(again);
        assertThat(dev.refused(as(6, "accounts", "grant", NEWCOMER, "--organisation",
                String.valueOf(number), "--roles", "sender"))).contains("NotAllowed");
        dev.decide(propose("members", "propose", "organisation", "--remove",
                String.valueOf(number)));
        assertThat(dev.said("members", "list")).doesNotContain("Bank");
    }

    @Test
    void parametersChangeByVoteAndSayWhatComesOfIt() throws Exception {
        JsonNode effect = JSON.readTree(dev.said("members", "propose", "parameters", "--window",
                "96", "--enforce", "deployers", "--lifetime", "7200", "--json"));
        assertThat(effect.path("proposal").isNull()).isTrue();
        assertThat(effect.path("enforcedAfter").toString()).isEqualTo("[\"deployers\"]");
        assertThat(effect.at("/actions/0/call").asText()).startsWith("setParameters(p (c 0, "
                + "window 96,");
        assertThat(effect.path("actions")).hasSize(3);

        dev.decide(propose("members", "propose", "parameters", "--window", "96", "--enforce",
                "deployers"));
        JsonNode accounts = JSON.readTree(dev.said("accounts", "list", "--json"));
        assertThat(accounts.path("enforced").toString()).isEqualTo("[\"deployers\"]");
        assertThat(dev.refused("members", "propose", "parameters", "--window", "96"))
                .contains("Nothing would change");
        assertThat(dev.refused("members", "propose", "parameters", "--slow", "2"))
                .contains("SlowReplicasOutOfRange(c 2, max 0)");
        dev.decide(propose("members", "propose", "parameters", "--enforce", "nothing"));
    }
}
