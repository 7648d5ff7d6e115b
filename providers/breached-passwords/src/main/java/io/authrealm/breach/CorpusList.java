package io.authrealm.breach;

import io.authrealm.core.breach.BreachCorpus;
import io.authrealm.core.breach.CorpusException;
import io.authrealm.core.breach.PasswordSha1;
import java.io.IOException;
import java.nio.file.Path;

/** A corpus made by the command {@code build-corpus}. */
final class CorpusList implements OfflineList {

    private final BreachCorpus corpus;

    private CorpusList(BreachCorpus corpus) {
        this.corpus = corpus;
    }

    static CorpusList open(Path file) throws IOException, CorpusException {
        return new CorpusList(BreachCorpus.open(file));
    }

    @Override
    public int count(String password, PasswordSha1 sha1) {
        return corpus.count(sha1.bytes());
    }

    @Override
    public String describe() {
        return "%,d entries, built %s".formatted(corpus.entries(), corpus.built());
    }
}
