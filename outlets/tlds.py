"""Top-level domains that make a bare name a link for X: all country codes and the usual generic ones.

X knows some 1,500; a rare one missing here is counted as plain text when it stands without https://.
With https:// in front, X's rule is the same, so the composer asks authors to keep to well-known names.
Source: the root zone's names, chosen by hand; internationalised ones as they are written.
"""

_COUNTRIES = """
    ac ad ae af ag ai al am an ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bl bm bn bo bq
    br bs bt bv bw by bz ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz
    ec ee eg eh er es et eu fi fj fk fm fo fr ga gb gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw
    gy hk hm hn hr ht hu id ie il im in io iq ir is it je jm jo jp ke kg kh ki km kn kp kr kw ky kz
    la lb lc li lk lr ls lt lu lv ly ma mc md me mf mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx
    my mz na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro
    rs ru rw sa sb sc sd se sg sh si sj sk sl sm sn so sr ss st su sv sx sy sz tc td tf tg th tj tk
    tl tm tn to tp tr tt tv tw tz ua ug uk um us uy uz va vc ve vg vi vn vu wf ws ye yt za zm zw
"""

_GENERIC = """
    academy accountant accountants actor adult aero agency airforce amsterdam apartments app archi
    army art arts asia associates attorney auction audio auto autos baby band bank bar barcelona
    bargains beauty beer berlin best bet bible bid bike bio biz black blog blue boats book boston
    bot boutique box broadway broker brussels build builders business buy buzz cab cafe cam camera
    camp capital car cards care career careers cars casa cash casino cat catering center charity
    chat cheap christmas church city claims cleaning click clinic clothing cloud club coach codes
    coffee college cologne com community company computer condos construction consulting contact
    contractors cooking cool coop country coupon coupons courses credit creditcard cricket cruises
    cymru dad dance date dating day deal deals degree delivery democrat dental dentist design dev
    diamonds diet digital direct directory discount doctor dog domains download earth eat eco edu
    education email energy engineer engineering enterprises equipment esq estate eus events exchange
    expert exposed express fail faith family fan fans farm fashion feedback film final finance
    financial fire fish fishing fit fitness flights florist flowers fly foo food football forsale
    forum foundation frl fun fund furniture futbol fyi gal gallery game games garden gay gift gifts
    gives giving glass global gmbh gold golf goog google gop gov graphics gratis green gripe grocery
    group guide guitars guru hair hamburg haus health healthcare help here hiphop hiv hockey
    holdings holiday homes horse hospital host hosting hot house how icu immo immobilien inc
    industries info ink institute insurance insure int international investments irish jetzt jewelry
    jobs juegos kaufen kids kim kitchen kiwi koeln land lat law lawyer lease legal lgbt life
    lifestyle lighting limited limo link live living llc loan loans lol london lotto love ltd ltda
    luxe luxury madrid maison makeup management map market marketing markets mba med media meet
    melbourne meme memorial men menu miami mil mobi moda moe mom money mortgage moscow motorcycles
    mov movie museum music name navy net network new news ngo ninja now nrw nyc observer one ong
    onion onl online ooo org organic osaka page paris partners parts party pet pharmacy phd photo
    photography photos physio pics pictures pink pizza place play plumbing plus poker politie porn
    post press pro productions prof promo properties property protection pub qpon quebec quest
    racing radio read realestate realtor realty recipes red rehab reise reisen rent rentals repair
    report republican rest restaurant review reviews rich rip rocks rodeo room rsvp ruhr run
    saarland safe safety sale salon sarl save school schule science scot search security select
    services sex sexy shoes shop shopping show singles site ski skin soccer social software solar
    solutions song soy spa space sport spot srl storage store stream studio study style sucks
    supplies supply support surf surgery swiss sydney systems tatar tattoo tax taxi team tech
    technology tel tennis theater theatre tickets tips tires tirol today tokyo tools top tours town
    toys trade trading training travel tube university uno vacations vegas ventures versicherung vet
    viajes video villas vin vip vision vlaanderen vodka vote voting voto voyage wales wang watch
    watches weather webcam website wed wedding weibo wien wiki win wine work works world wtf xin xxx
    xyz yachts yahoo yoga yokohama you youtube yun zip zone zuerich
"""

# In the form the domain name system writes them, without the leading xn--.
_INTERNATIONAL = """
    11b4c3d 1ck2e1b 3bst00m 3ds443g 3e0b707e 4gbrim 55qx5d 5tzm5g 6qq986b3xl 80adxhks 80ao21a
    80asehdb 80aswg 90a3ac 90ae 90ais 9dbq2a c1avg cck2b3b czru2d d1acj3b d1alf e1a4c fiq228c5hs
    fiqs8s fiqz9s fzc2c9e2c h2brj9c io0a7i j1aef j1amh j6w193g kprw13d kpry57d kput3i l1acc
    lgbbat1ad8j mgb9awbf mgba3a4f16a mgbaam7a8h mgbab2bd mgbai9azgqp6j mgbayh7gpa mgbbh1a71e
    mgbc0a9azcg mgberp4a5d4ar mix891f mk1bu44c mxtq1m ngbc5azd node nqv7f o3cw4h ogbpf8fl p1acf p1ai
    pgbs0dh q9jyb4c qxam ses554g t60b56a tckwe wgbh1c wgbl6a xkc2al3hye2a xkc2dl3a5ee0h y9a3aq
    yfro4i67o ygbi2ammx
"""

TLDS = frozenset(_COUNTRIES.split() + _GENERIC.split()) | {
    f"xn--{label}".encode().decode("idna") for label in _INTERNATIONAL.split()
}
