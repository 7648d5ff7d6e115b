package io.authrealm.api;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The packages know each other in one direction only: mounts, dialects, services, what the services
 * stand on, Keycloak. If a class does not keep to a rule yet, the rule lists it. A class that keeps
 * to the rule must leave the list, so the lists can only shrink.
 */
@AnalyzeClasses(packages = "io.authrealm", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {

    private static final String API = "io.authrealm.api";
    private static final String CALLER = API + ".caller..";
    private static final String CORE = "io.authrealm.core..";
    private static final String DELIVERY = API + ".delivery..";
    private static final String DIALECT = API + ".dialect..";
    private static final String HASHING_COMPAT = "io.authrealm.hashing.compat..";
    private static final String HTTP = API + ".http..";
    private static final String KEYCLOAK = API + ".keycloak";
    private static final String MOUNT = API + ".mount..";
    private static final String PROVIDER = API + ".keycloak.provider..";
    private static final String SERVICE = API + ".service..";
    private static final String STORE = API + ".store..";
    private static final String TENANT = API + ".tenant..";

    /**
     * The jars of Keycloak's implementation. {@code keycloak-server-spi-private} is not among them,
     * though it may change as well: it has authenticators, events, resources of a realm and user
     * profiles, and no extension of a flow can do without it.
     */
    private static final Pattern PRIVATE_JARS =
            Pattern.compile(
                    "/keycloak-(services|model-jpa|model-infinispan|model-storage-private)-\\d[^/]*\\.jar!");

    /** How extensions reach the database, though it is in a jar of Keycloak's own. */
    private static final DescribedPredicate<JavaClass> DATABASE =
            resideInAPackage("org.keycloak.connections.jpa..");

    private static final DescribedPredicate<JavaClass> PRIVATE_TO_KEYCLOAK =
            describe(
                    "are private to Keycloak",
                    javaClass ->
                            javaClass.getPackageName().startsWith("org.keycloak.")
                                    && !DATABASE.test(javaClass)
                                    && javaClass
                                            .getSource()
                                            .map(source -> source.getUri().toString())
                                            .filter(uri -> PRIVATE_JARS.matcher(uri).find())
                                            .isPresent());

    @ArchTest
    static final ArchRule coreKnowsNeitherKeycloakNorJakartaRest =
            noClasses()
                    .that()
                    .resideInAPackage(CORE)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("org.keycloak..", "jakarta.ws.rs..", API + "..");

    @ArchTest
    static final ArchRule arrowsPointOneWay =
            layeredArchitecture()
                    .consideringOnlyDependenciesInLayers()
                    .layer("mount")
                    .definedBy(MOUNT)
                    .layer("dialect")
                    .definedBy(DIALECT)
                    .layer("composition root")
                    .definedBy(API)
                    .layer("http")
                    .definedBy(HTTP)
                    .layer("service")
                    .definedBy(SERVICE)
                    .layer("caller")
                    .definedBy(CALLER)
                    .layer("tenant")
                    .definedBy(TENANT)
                    .layer("delivery")
                    .definedBy(DELIVERY)
                    .layer("store")
                    .definedBy(STORE)
                    .layer("keycloak")
                    .definedBy(KEYCLOAK)
                    .layer("keycloak provider")
                    .definedBy(PROVIDER)
                    .whereLayer("mount")
                    .mayOnlyAccessLayers(
                            "dialect", "composition root", "http", "service", "tenant", "keycloak")
                    .whereLayer("dialect")
                    .mayOnlyAccessLayers("composition root", "http", "service", "caller", "tenant")
                    .whereLayer("composition root")
                    .mayOnlyAccessLayers("http", "service", "caller", "tenant", "delivery", "store")
                    .whereLayer("http")
                    .mayOnlyAccessLayers("caller", "tenant")
                    .whereLayer("service")
                    .mayOnlyAccessLayers("caller", "tenant", "delivery", "store", "keycloak")
                    .whereLayer("caller")
                    .mayOnlyAccessLayers("tenant", "store", "keycloak")
                    .whereLayer("tenant")
                    .mayOnlyAccessLayers("store", "keycloak")
                    .whereLayer("delivery")
                    .mayOnlyAccessLayers("keycloak")
                    .whereLayer("store")
                    .mayOnlyAccessLayers("keycloak")
                    .whereLayer("keycloak")
                    .mayNotAccessAnyLayer()
                    .whereLayer("keycloak provider")
                    .mayOnlyAccessLayers("service", "tenant", "store", "keycloak");

    @ArchTest
    static final ArchRule packagesFormNoCycle =
            slices().assignedFrom(eachPackageOfTheApi()).should().beFreeOfCycles();

    @ArchTest
    static final ArchRule dialectsDoNotKnowEachOther =
            slices().matching(API + ".dialect.(*)..").should().notDependOnEachOther();

    @ArchTest
    static final ArchRule dialectsDoNotKnowKeycloak =
            noClasses()
                    .that()
                    .resideInAPackage(DIALECT)
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("org.keycloak..");

    /** A call lets the caller in and finds the tenant. */
    @ArchTest
    static final ArchRule onlyListedHttpClassesKnowTheCaller =
            onlyListed(HTTP, resideInAPackage(CALLER), "io.authrealm.api.http.Call");

    /**
     * The tenant has the limits, minimum response times and web origins that hold for a request.
     * The server is ready once it has read its tenants.
     */
    @ArchTest
    static final ArchRule onlyListedHttpClassesKnowTheTenant =
            onlyListed(
                    HTTP,
                    resideInAPackage(TENANT),
                    "io.authrealm.api.http.Call",
                    "io.authrealm.api.http.Discovery",
                    "io.authrealm.api.http.FailedRequest",
                    "io.authrealm.api.http.Health",
                    "io.authrealm.api.http.HttpState",
                    "io.authrealm.api.http.ResponseHeaders");

    @ArchTest
    static final ArchRule servicesDoNotKnowJakartaRest =
            noClasses()
                    .that()
                    .resideInAPackage(SERVICE)
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("jakarta.ws.rs..");

    /**
     * The list of users is one query over Keycloak's tables and the pack's. The steps of a flow end
     * a refused login as Keycloak's own steps do. The report of stored hashes is a resource of
     * Keycloak's admin API, which has no public SPI.
     */
    @ArchTest
    static final ArchRule onlyListedClassesKnowWhatIsPrivateToKeycloak =
            classes()
                    .that()
                    .resideOutsideOfPackages(KEYCLOAK, PROVIDER, HASHING_COMPAT)
                    .should(
                            onlyIfListed(
                                    PRIVATE_TO_KEYCLOAK,
                                    "io.authrealm.api.service.users.UserDirectory",
                                    "io.authrealm.authenticators.BreachedPasswordAuthenticator",
                                    "io.authrealm.authenticators.PasswordAuthenticator",
                                    "io.authrealm.hashing.PasswordHashReportResource",
                                    "io.authrealm.hashing.PasswordHashReportResourceFactory"));

    /** Without this, the rule above would pass if the jars had other names. */
    @ArchTest
    static final ArchRule privateClassesOfKeycloakAreRecognized =
            classes()
                    .that()
                    .haveFullyQualifiedName("io.authrealm.api.keycloak.HeadlessProcessor")
                    .should()
                    .dependOnClassesThat(PRIVATE_TO_KEYCLOAK);

    @ArchTest
    static final ArchRule onlyKeycloakPackagesUseReflection =
            noClasses()
                    .that()
                    .resideOutsideOfPackages(KEYCLOAK, PROVIDER, HASHING_COMPAT, CORE)
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("java.lang.reflect..")
                    .orShould()
                    .callMethod(Class.class, "forName", String.class);

    private static ArchRule onlyListed(
            String packages, DescribedPredicate<JavaClass> known, String... listed) {
        return classes().that().resideInAPackage(packages).should(onlyIfListed(known, listed));
    }

    /** Only listed classes may depend on what is {@code known}, and each that is listed does. */
    private static ArchCondition<JavaClass> onlyIfListed(
            DescribedPredicate<JavaClass> known, String... listed) {
        return new ArchCondition<>(
                "depend on classes that " + known.getDescription() + " only if listed") {
            private final Set<String> unused = new TreeSet<>(Set.of(listed));

            @Override
            public void check(JavaClass javaClass, ConditionEvents events) {
                String name = javaClass.getName().replaceAll("\\$.*", "");
                boolean isListed = List.of(listed).contains(name);
                for (Dependency dependency : javaClass.getDirectDependenciesFromSelf()) {
                    if (!known.test(dependency.getTargetClass())) {
                        continue;
                    }
                    unused.remove(name);
                    if (!isListed) {
                        events.add(
                                SimpleConditionEvent.violated(
                                        dependency, dependency.getDescription()));
                    }
                }
            }

            @Override
            public void finish(ConditionEvents events) {
                unused.forEach(
                        name ->
                                events.add(
                                        SimpleConditionEvent.violated(
                                                name, name + " need not be listed any more")));
            }
        };
    }

    /** The root package is a slice, and so is each package below it. */
    private static SliceAssignment eachPackageOfTheApi() {
        return new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
                String name = javaClass.getPackageName();
                return name.equals(API) || name.startsWith(API + ".")
                        ? SliceIdentifier.of(name)
                        : SliceIdentifier.ignore();
            }

            @Override
            public String getDescription() {
                return "each package of the API";
            }
        };
    }
}
