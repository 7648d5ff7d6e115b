package io.authrealm.argon2;

/** Another engine with a deliberate fault. */
record AlteredEngine(Argon2Engine engine, Alteration alteration) implements Argon2Engine {

    @FunctionalInterface
    interface Alteration {
        byte[] of(byte[] tag) throws Throwable;
    }

    @Override
    public String name() {
        return engine.name();
    }

    @Override
    public boolean supports(Argon2Parameters parameters, Argon2Input input) {
        return engine.supports(parameters, input);
    }

    @Override
    public byte[] hash(Argon2Parameters parameters, Argon2Input input, Argon2Memory memory) {
        try {
            return alteration.of(engine.hash(parameters, input, memory));
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }
}
