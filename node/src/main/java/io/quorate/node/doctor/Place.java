package io.quorate.node.doctor;

/**
 * Where a member stands, for questions such as what is left without a jurisdiction. Texts are empty where nothing tells.
 *
 * @param host of its endpoint
 */
public record Place(int number, String name, String organisation, String operator,
        String jurisdiction, String host) {}
