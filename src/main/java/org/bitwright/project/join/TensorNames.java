package org.bitwright.project.join;

import java.util.List;

/** Names of tensors without what wrappers put before them. */
final class TensorNames {
    private static final List<String> PREFIXES =
            List.of("module.", "model.", "state_dict.", "model_state_dict.", "_orig_mod.", "net.", "network.");

    private TensorNames() {}

    /** The name without any of the usual prefixes, however many stand before it. */
    static String plain(String name) {
        String plain = name;
        boolean found = true;
        while (found) {
            found = false;
            for (String prefix : PREFIXES) {
                if (plain.startsWith(prefix) && plain.length() > prefix.length()) {
                    plain = plain.substring(prefix.length());
                    found = true;
                }
            }
        }
        return plain;
    }
}
