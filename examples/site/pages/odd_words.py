"""Pages whose text drops them: too few words, the wrong words, another language; and one that looks odd and is good."""

from __future__ import annotations

from examples.site.blocks import Block, p
from examples.site.images import img
from examples.site.page import Page

SPAM = """cheap garden furniture discount garden chairs bargain garden tables outdoor furniture sale patio furniture
    discount patio chairs wicker furniture rattan chairs teak benches garden benches cheap benches parasol sale parasol
    discount lawn mower bargain lawn mower price comparison hedge trimmer discount hedge trimmer review garden hose
    cheap garden hose reel greenhouse discount greenhouse bargain plastic greenhouse sale flower pots cheap flower pots
    terracotta pots garden tools discount garden tools spade rake shovel wheelbarrow bargain wheelbarrow sale garden
    lights solar lights cheap solar lights discount barbecue grill bargain barbecue charcoal sale picnic blanket garden
    gnome cheap garden gnome discount furniture warehouse clearance bargain outlet coupon voucher delivery free
    shipping weekend discount online shopping customer reviews lowest price quality guarantee home improvement store"""
CHESS = """e4 e5 f4 ef Bc4 b5 Bb5 Qh4 Kf1 Nf6 Nf3 Qh6 d3 Nh5 Nh4 Qg5 Nf5 c6 g4 Nf6 Rg1 cb h4 Qg6 h5 Qg5 Qf3 Ng8 Bf4 Qf6
    Nc3 Bc5 Nd5 Qb2 Bd6 Qa1 Ke2 Bg1 e5 Na6 Ng7 Kd8 Qf6 Nf6 Be7 e4 c5 Nf3 d6 d4 cd Nd4 Nf6 Nc3 a6 Bg5 e6 f4 Qb6 Qd2 Qb2
    Rb1 Qa3 e5 de fe Nd7 Ne4 h6 Bh4 Qa2 Rd1 Qd5 Qe3 Qe5 Be2 Bc5 Bg3 Bd4 Rd4 Qa5 Rd2 OO Bd6 Ne5"""
COMPOUNDS = """Deichsicherungsarbeiten Wasserstandsmeldung Sturmflutwarnung Nordseeküstenradweg Feuerwehrhauptmann
    Streuobstwiesenpflege Kartoffelerntemaschine Windmühlenbesichtigung Vereinsmitgliedschaft Jahreshauptversammlung
    Kassenprüfungsbericht Tagesordnungspunkt Gemeinderatsbeschluss Bebauungsplanänderung Naturschutzgebietsgrenze
    Vogelbeobachtungsstation Zugvogelschutzverordnung Salzwiesenbewirtschaftung Entwässerungsgenossenschaft
    Schleusenwärterhäuschen Grünkohlwanderung Bollerwagenvermietung Bushaltestellenhäuschen Fahrplanänderung"""
TAGS = """#garden #summer #flowers #roses #spring #green #nature ... #walking #hills #river #bridge #harbour ... #boats
    #fishing #island #marsh #birds #curlew #avocet #geese ... #winter #snow #frost #skating #candle #kitchen #soup
    #bread ... #apples #cider #honey #bees #swarm #orchard #meadow #hedge #autumn #leaves ... #mushroom #basket
    #woodland #owl #fox #badger #moon #stars #comet ... #church #clock #tower #bells #choir #concert #market #village
    #pony #shepherd"""
GAUGE = " ".join(str(10_007 + 271 * reading % 7_919) for reading in range(96))


def listed(words: str, times: int = 1) -> Block:
    """Return a paragraph of the words, `times` over."""
    return p(" ".join([words] * times))


PAGES = (
    Page(
        "/odd/garden-furniture-bargains.html",
        "en",
        "Garden furniture bargains",
        (img("/img/furniture.jpg", "garden furniture discount"), listed(SPAM)),
        fate="document.stop_words",
    ),
    Page(
        "/odd/a-short-note.html",
        "en",
        "A short note",
        (
            p("The hut is closed on Monday, because the stove has to be swept, and we are sorry for that."),
            img("/img/hut.jpg", "A small house"),
        ),
        fate="document.words",
    ),
    Page(
        "/odd/two-games-of-chess.html",
        "en",
        "Two old games",
        (img("/img/chess.png", "Coloured squares"), listed(CHESS)),
        fate="document.mean_word_length",
    ),
    Page(
        "/de/lange-woerter.html",
        "de",
        "Vereinswortschatz",
        (img("/img/wortschatz.jpg", "Bunte Kacheln"), listed(COMPOUNDS, 3)),
        fate="document.mean_word_length",
    ),
    Page(
        "/odd/a-year-in-tags.html",
        "en",
        "A year in tags",
        (img("/img/tags.png", "A flower"), listed(TAGS)),
        fate="document.hash_ratio",
    ),
    Page(
        "/odd/gauge-readings.html",
        "en",
        "Readings of the gauge at the lock",
        (
            p("These are the readings of the gauge in the order in which they have come in:"),
            img("/img/gauge.png", "Lines on a grid"),
            p(GAUGE),
        ),
        fate="document.alphabetic_words",
    ),
    Page(
        "/odd/pagina-en-espanol.html",
        "es",
        "Una carta desde Galicia",
        (
            p("""Queridos amigos: desde que volvimos a casa no ha dejado de llover, y pensamos mucho en vuestra pradera
              junto al mar. Aquí las vacas pastan entre los robles y los caminos están llenos de castañas. El domingo
              pasado subimos al monte para ver los caballos salvajes, que bajan al valle cuando empieza el frío."""),
            img("/img/galicia.jpg", "Colinas verdes"),
            p("""Mi abuela sigue haciendo el pan en el horno de piedra y pregunta siempre por el señor del sombrero. Si
              venís en primavera, os enseñaremos el molino y el puente romano, y comeremos pulpo en la feria del
              pueblo. Un abrazo muy fuerte de todos nosotros."""),
        ),
        fate="document.language",
    ),
    Page(
        "/odd/page-en-francais.html",
        "fr",
        "Le jardin de ma tante",
        (
            p("""Derrière la maison de ma tante se trouve un jardin où personne ne range jamais rien. Les courges
              grimpent sur le toit de la cabane, les poules dorment dans le pommier et, chaque été, un hérisson élève
              ses petits sous les planches. Elle dit que la nature est assez grande pour se tenir toute seule."""),
            img("/img/jardin.jpg", "Une fleur"),
            p("""Quand nous étions enfants, nous y passions toutes nos vacances. Nous mangions des groseilles jusqu'à
              en être malades et nous cherchions des trésors dans le puits. Aujourd'hui encore, lorsque je ferme les
              yeux, je sens l'odeur des tomates chaudes et j'entends le bruit de son arrosoir."""),
        ),
        fate="document.language",
    ),
    Page(
        "/odd/words-without-pictures.html",
        "en",
        "Words without pictures",
        (
            p("""Our minutes are kept in a cupboard under the stairs, and nobody has ever drawn anything in them. They
              begin in 1894 with a dispute about the price of candles. Every resolution is numbered, and the numbers
              have reached six thousand, of which about a third concern the kettle."""),
            p("""The secretary of those years wrote a clear round hand, and her successor a small one that leans
              against the wind. Reading on, you can tell who was tired and who had been in a hurry. In the summer of
              1940 a page is empty except for the date, and the next meeting opens with a vote of thanks to the owners
              of small boats."""),
        ),
        fate="document.images",
    ),
    Page(
        "/odd/a-page-about-tokens.html",
        "en",
        "A page about &lt;image&gt; tokens",
        (
            p("""Somebody asked at the last meeting how a machine is taught to look at pictures. The answer is that it
              reads pages like this one, in which every picture has been replaced by the word &lt;image&gt; and every
              stretch of text ends with &lt;EOC&gt;, and then it is asked to guess what comes next."""),
            img("/img/token-bird.jpg", "A bird on a branch"),
            p("""The trouble begins when a page, such as the one that you are reading, says &lt;image&gt; itself. Then
              there seem to be more pictures than there are. The usual cure is to write \\&lt;image&gt; with a stroke
              in front of it, and of course somebody will want to write \\\\&lt;image&gt; or
              &lt;EOC&gt;&lt;image&gt;&lt;EOC&gt; to see what happens. Nothing should happen. This page shows exactly
              two pictures, and if you count any other number, it is the fault of the machine and not of the club."""),
            img("/img/token-cat.png", "A cat&#39;s face with &lt;EOC&gt; written under it"),
        ),
    ),
)
