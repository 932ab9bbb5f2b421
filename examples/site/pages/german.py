"""German articles, two of them in windows-1252."""

from __future__ import annotations

from examples.site.blocks import h2, items, p, quote, table, terms
from examples.site.chrome import advertisement
from examples.site.images import badge, captioned, figure, img, lazy, picture, second_host
from examples.site.page import Page

PAGES = (
    Page(
        "/de/im-watt.html",
        "de",
        "Unterwegs im Watt",
        (
            p("""Wer zum ersten Mal ins Watt hinausgeht, der hört zuerst gar nichts und dann ein feines Knistern.
              Es kommt von Millionen kleiner Krebse, die in ihren Röhren sitzen und mit den Fühlern Luftblasen
              zerplatzen lassen. Unsere Führerin Gesa Petersen bleibt dann stehen und wartet, bis es auch der
              Letzte gehört hat."""),
            figure(
                "/img/watt.jpg", "Wasser und ein Boot", "Ablaufendes Wasser vor Lüttmoor, im Hintergrund die Hallig"
            ),
            p("""Barfuß geht es am besten. Der Schlick ist im Mai noch kalt, aber er reinigt die Zehen, und die
              Wirbelsäule freut sich. Alle zehn Minuten sieht Gesa auf die Uhr und nach Westen, denn der Nebel kommt
              schneller als das Wasser. In ihrem Rucksack hat sie einen Kompass, eine Pfeife und eine Tafel Schokolade
              für die Kinder, die den ersten Wattwurm finden."""),
            badge(),
        ),
    ),
    Page(
        "/de/die-bockwindmuehle.html",
        "de",
        "Die Mühle, die man drehen kann",
        (
            picture("/img/bockmuehle.webp", "Eine Windmühle", "image/webp", "/img/bockmuehle.png"),
            p("""Eine Bockwindmühle steht auf einem einzigen Pfosten und wird als Ganzes in den Wind geschoben, mit
              allem, was darin ist. Der Müller stemmte sich dazu gegen einen langen Balken, den Steert, oder er spannte
              den Esel davor. Unsere stammt von 1731 und ist zweimal umgezogen, zuletzt auf einem Tieflader."""),
            p("Einige Wörter, die man bei der Führung hört:"),
            terms(
                (
                    ("Bock", "das Gestell aus Eichenbalken, auf dem die ganze Mühle ruht"),
                    ("Steert", "der Balken, mit dem sie in den Wind gedreht wird"),
                    ("Läufer", "der obere der beiden Steine, der sich bewegt"),
                )
            ),
            p("""Gemahlen wird an jedem Pfingstmontag, wenn das Wetter mitspielt. Das Mehl ist etwas gröber, als man es
              kennt, und wer davon backen will, sollte den Teig eine Nacht stehen lassen. Die Kinder dürfen den Sack
              hochziehen und werden dabei regelmäßig weiß."""),
        ),
    ),
    Page(
        "/de/streuobst.html",
        "de",
        "Warum die Streuobstwiese unordentlich sein darf",
        (
            p("""Auf einem Hektar alter Obstbäume leben mehr Arten als in manchem Wald. Das liegt nicht an den Äpfeln,
              sondern an den Löchern: In den hohlen Ästen brütet der Steinkauz, in der Rinde überwintern die
              Marienkäfer, und unter dem liegen gebliebenen Holz schläft die Blindschleiche."""),
            lazy("/img/streuobst.jpg", "Ein Baum mit roten Früchten", placeholder="/img/blank.gif"),
            items(
                "ul",
                (
                    "Gemäht wird erst nach dem zehnten Juli, und zwar mit der Sense.",
                    "Totholz bleibt liegen, sofern es keinem auf den Kopf fallen kann.",
                    "Neue Bäume bekommen einen Pfahl und einen Korb gegen die Wühlmäuse.",
                ),
            ),
            advertisement(),
            p("""Im Herbst treffen wir uns zum Auflesen. Aus zwei Tonnen wird ungefähr die Hälfte an Saft, der gleich
              an Ort und Stelle gepresst und abgefüllt wird. Wer mitgeholfen hat, bekommt zehn Flaschen, wer nur
              zusehen möchte, eine zum Probieren. Die Schafe holen sich danach den Rest und sind den ganzen November
              über guter Laune."""),
            badge(),
        ),
    ),
    Page(
        "/de/der-uhrturm.html",
        "de",
        "Siebenundneunzig Stufen",
        (
            p("""Der Uhrturm von Lüttmoor geht seit dem Brand von 1904 vier Minuten vor. Damals war die Feuerwehr zu
              spät gekommen, und der Rat beschloss, dass so etwas nie wieder an der Uhr liegen solle. Fremde verpassen
              deshalb hier niemals den Zug."""),
            figure("/img/uhrturm.jpg", "Ein Zifferblatt", "Das Zifferblatt von innen, wenn die Sonne darauf steht"),
            quote("Wer hier oben arbeitet, der braucht keinen Wecker, sondern Watte."),
            p("""Thies Lornsen zieht die Gewichte zweimal in der Woche auf. Im Sommer nimmt er Besucher mit, höchstens
              sechs auf einmal, weil die Glocken sonst Angst bekommen, wie er sagt. Nach siebenundneunzig Stufen steht
              man neben dem Räderwerk, das der Schmied des Dorfes gebaut hat, nach einer Zeichnung aus einem Kalender
              und ohne jemals zuvor eine Uhr von innen gesehen zu haben."""),
        ),
        layout="main",
    ),
    Page(
        "/de/wandern-am-deich.html",
        "de",
        "Rund um den Koog in drei Stunden",
        (
            p("""Die Runde beginnt an der Schleuse und führt zunächst auf der Krone des Deiches nach Norden. Links
              liegt das Vorland mit den Salzwiesen, rechts der Koog, der zwei Meter tiefer ist, was man erst glaubt,
              wenn man es von oben sieht. Bänke gibt es an jedem Kilometerstein, Schatten an keinem."""),
            table(
                "Die Strecke im Überblick",
                ("Abschnitt", "Dauer", "Hinweis"),
                (
                    ("Schleuse bis Leuchtfeuer", "eine Stunde", "Schafe, bitte die Tore schließen"),
                    ("Leuchtfeuer bis Hofcafé", "vierzig Minuten", "Sandweg, bei Regen glatt"),
                    ("Hofcafé bis Schleuse", "eine gute Stunde", "am Siel entlang, mit etwas Glück Eisvögel"),
                ),
            ),
            second_host("/img/deichkarte.png", "Eine Karte mit Haltepunkten"),
            p("""Im Hofcafé gibt es Pflaumenkuchen, solange der Vorrat reicht, und für Hunde einen Napf. Wer müde ist,
              der kann von dort mit dem Bus zurückfahren; er kommt alle zwei Stunden und wartet, wenn man winkt. Am
              schönsten ist der Weg im September, wenn die Gänse kommen."""),
            badge(),
        ),
        layout="content",
    ),
    Page(
        "/de/kopfzeile-cp1252.html",
        "de",
        "Das Käuzchen über der Tür",
        (
            p("""Über der Tür der alten Schule wohnt seit März ein Waldkauz. Er schläft am Tag in der Nische, in der
              früher die Glocke hing, und sieht dabei aus wie ein übrig gebliebenes Stück Mauer. Die Schülerinnen und
              Schüler haben gelernt, leise zu gehen, was den Lehrern in dreißig Jahren nicht gelungen war."""),
            figure("/img/kauz.jpg", "Ein Vogel auf einem Ast", "Größer als gedacht: der Kauz beim Gähnen"),
            p("""Unter der Nische sammeln wir die Gewölle und zerlegen sie im Unterricht. In einem einzigen fanden sich
              die Knöchelchen von drei Wühlmäusen und das Flügelpaar eines Käfers. Wir rechnen zusammen: Auf das Jahr
              gesehen frisst der Vogel etwa so viel, wie eine Familie für 800 € an Fallen kaufen müsste. Die Gemeinde
              hat ihn darauf zum Ehrenhausmeister ernannt."""),
        ),
        charset="windows-1252",
        declared=False,
    ),
    Page(
        "/de/meta-cp1252.html",
        "de",
        "Großmutters Färbergarten",
        (
            p("""Aus Krapp wird Rot, aus Wau wird Gelb, und für Blau braucht man Färberwaid und ein Fass, über das man
              besser nicht spricht. In unserem Garten wachsen neunzehn Pflanzen, mit denen die Frauen im Dorf bis etwa
              1920 ihre Wolle gefärbt haben. Die Rezepte fanden sich in einem Schulheft, zwischen Löschpapier und einer
              gepressten Kornblume."""),
            img("/img/faerbergarten.png", "Eine Blume mit vielen Blütenblättern"),
            p("""Jede zweite Woche heizen wir den Kessel an. Die Stränge werden zuerst gebeizt, dann langsam erwärmt
              und schließlich im Fluss gespült, weil das Wasser aus der Leitung zu viel Kalk enthält. Kein Ton gelingt
              zweimal. Genau das gefällt den Jüngeren, die sich zuletzt Mützen in einem Grün gestrickt haben, für das
              es höchstens auf Plattdeutsch ein Wort gibt."""),
        ),
        charset="windows-1252",
    ),
    Page(
        "/de/bienen-im-winter.html",
        "de",
        "Was die Bienen im Winter tun",
        (
            p("""Sie schlafen nicht, sie tanzen auch nicht, sie zittern. Dicht gedrängt sitzen die Tiere auf den
              Waben, und die inneren heizen mit ihren Flug&shy;muskeln, bis es in der Mitte so warm ist wie an
              einem Tag im Mai. Von Zeit zu Zeit wird getauscht, damit jede einmal an den Rand und jede wieder in
              die Mitte kommt."""),
            h2("Nicht klopfen"),
            captioned(
                "Oben eine Arbeiterin, unten der Verbrauch an Futter von Oktober bis März",
                img("/img/winterbiene.jpg", "Eine Biene"),
                img("/img/futterkurve.png", "Zwei Linien, die fallen"),
            ),
            p("""Der Imker hat jetzt wenig zu tun, und das fällt ihm schwer. Er wiegt seine Kästen, hält die Mäuse fern
              und lötet Rähmchen. Erst wenn die Haselnuss stäubt und die Sonne auf die Bretter scheint, fliegen sie
              aus, um sich zu erleichtern. Wer an diesem Tag seine Wäsche draußen hat, der wird es merken."""),
        ),
    ),
)
