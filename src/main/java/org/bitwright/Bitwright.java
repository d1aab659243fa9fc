package org.bitwright;

public final class Bitwright {
    private Bitwright() {}

    public static void main(String[] a) {}
}
