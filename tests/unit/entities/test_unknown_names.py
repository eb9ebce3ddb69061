"""Names that no registry knows, from their form and context alone; the marks are [text|LABEL]."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from nlp.entities.recogniser import NameRecogniser
from nlp.resources.files import patterns_folder
from nlp.resources.names import load_names
from nlp.text.fold import FoldedText

MARK = re.compile(r"\[([^\[\]|]+)\|([A-Z]+)\]")

CASES = [
    # letters glued to a name, a verb or a trade before it, function words on both sides
    ("机房归福建茶叶商[岫石集团|COMPANY]所有。", "COMPANY"),
    ("前者原与[沛澜矿业|COMPANY]合建站点。", "COMPANY"),
    ("他把卖茶的钱投进[岫铃算力|COMPANY]，自任董事长。", "COMPANY"),
    ("七成为[岫鼎算力|COMPANY]一家买走。", "COMPANY"),
    ("宁波整机厂[砚台电子|COMPANY]披露了合同。", "COMPANY"),
    ("公司尚欠银行四百万元，全体不卖资产。", "COMPANY"),
    # a post written on to a name, the second of a byline, a foreign name that words of a dictionary run through
    ("据Kestrel的CEO[Orrick|PERSON]介绍，QuillMEXCEO[LamarOrrick|PERSON]否认。", "PERSON"),
    ("CEO和CFO都说CEOs会来，CFOgram没有。", "PERSON"),
    ("正在准备。（某社记者 [陈岫兰|PERSON] [赵砚睿|PERSON]）", "PERSON"),
    ("正在准备。（某社记者 [陈岫兰|PERSON] 上海）", "PERSON"),
    ("首席战略官[阿不力克木·库尔班|PERSON]表示看好。", "PERSON"),
    ("（受访者[季米特里斯·萨纳科斯|PERSON]为联合创始人）", "PERSON"),
    ("前检察官[裘德·韦尔斯|PERSON]不信。", "PERSON"),
    # bureaus of a town, forces of a state, a commission whose letters mean a machine elsewhere
    ("[上海市文化和旅游局|AUTHORITY]、[杭州市科学技术局|AUTHORITY]发文。", "AUTHORITY"),
    ("他曾在[美国空军|AUTHORITY]管供电，航空军工企业无关。", "AUTHORITY"),
    # what stands before a bracketed place belongs to the legal name, whatever words it is made of
    ("子公司[岫业黄金（香港）矿业有限公司|COMPANY]与[岫云汇（杭州）科技产业发展有限公司|COMPANY]签约。", "COMPANY"),
    # a network that is tested is no firm, wherever it comes back
    ("Quillnet测试网上线，Quillnet表现良好。", "COMPANY"),
    # one word that speaks behind its quote is a person
    ("“It works,” [Orrickson|PERSON] added. Later, [Orrickson|PERSON] left.", "PERSON"),
    ("The bill fell, Orrickson said in a note to its clients.", "PERSON"),
    # the word for a firm belongs to the name; what a firm has is none
    ("[岫玉锂业公司|COMPANY]扩产，[沛岭锂业|COMPANY]公司治理改善。", "COMPANY"),
    # two parties before one legal form, the second behind a bracket; fields of one firm stay together
    ("近日，岫达信与[零铄云(北京)科技有限公司|COMPANY]签约。", "COMPANY"),
    ("项目方(位于成都)与[铄海黄金集团股份有限公司|COMPANY]会谈。", "COMPANY"),
    ("省政府与[砚城技术有限公司|COMPANY]合作，其余股权由[岫宁地产有限公司|COMPANY]持有。", "COMPANY"),
    ("[铄海资源与环境科技有限公司|COMPANY]成立。", "COMPANY"),
    ("[中和资本有限公司|COMPANY]和[北京和利时科技有限公司|COMPANY]到场。", "COMPANY"),
    ("钻石供应链和类脑计算都要芯片，锡矿资源在国内。", "COMPANY"),
    # lost line breaks: a sentence's first word, a name that comes again
    ("The note came from [Lamar Orrick|PERSON]The fake one was seen.", "PERSON"),
    ("The referral program ends. About [Kestrel Beans|COMPANY][Kestrel Beans|COMPANY] is a platform.", "COMPANY"),
    # Latin head and Chinese tail, numbers in names, kinds of firms, places and 的, lower case
    ("他向[QVR银行|COMPANY]借款，[Ondal风投|COMPANY]领了一轮。", "COMPANY"),
    ("AI银行、DeFi金融和BTC租赁都是噱头。", "COMPANY"),
    ("科罗拉多矿企[Corvane 21|COMPANY]承认裁员，另订 3 台。", "COMPANY"),
    ("国家石油公司[QVRP|COMPANY]的气田停了。", "COMPANY"),
    ("由当地的[LQHTR|COMPANY]提供场地与电力。", "COMPANY"),
    ("上月，矿企[corvo6|COMPANY]并入同行，[corvo6|COMPANY]股价大涨。", "COMPANY"),
    ("芝加哥资管公司[vq Capital|COMPANY]续约，[vq|COMPANY]名下有机位。", "COMPANY"),
    ("他们用gpt5和web3讲故事。", "COMPANY"),
    # people: post in brackets, long foreign names, behind their town, who holds shares
    ("[祁栩|PERSON]（技术总监）补充。", "PERSON"),
    ("老板[别克博拉特|PERSON]并不着急。", "PERSON"),
    ("合肥人[佟亦舟|PERSON]与人合伙。", "PERSON"),
    ("创始人[岑松岩|PERSON]控股，其余归员工。", "PERSON"),
    ("总经理[扎西平措|PERSON]底气很足。", "PERSON"),
    ("董事长[容叙青|PERSON]觉得刚好。", "PERSON"),
    # bodies of two fields, named by their rank
    ("[贸易和能源部|AUTHORITY]发文，[州农业厅|AUTHORITY]展开调查。", "AUTHORITY"),
    # a weak suffix within a failed one makes no name
    ("全厂通电算力有4 EH/s，机器以云算力为主。", "COMPANY"),
    # firms in lower case, by their trade in a word, asides, a bank's head, capitals before them
    ("It was bought by [voltshed|COMPANY], a start-up in Lima, and [voltshed|COMPANY] runs it.", "COMPANY"),
    ("She is sales director of [rigbarn|COMPANY], which minds rigs.", "COMPANY"),
    ("It was run by miners, a firm said, and owned by locals.", "COMPANY"),
    ("The rigs were leased from [Tinkerhash|COMPANY].", "COMPANY"),
    ("Power comes from gas. [Petrolux|COMPANY], likewise, is to fuel computers.", "COMPANY"),
    ("The rest was acquired from [Q-ON|COMPANY] of Almaty.", "COMPANY"),
    ("[Bank Sohar|COMPANY] is the lender, [Banco Andino|COMPANY] lends the rest.", "COMPANY"),
    ("CHANGES AT THE TOP [Brassline Digital|COMPANY] (NYSE American: BRLD) gets a new boss.", "COMPANY"),
    ("LIMA ([EFE|COMPANY]) - The last lorries pulled out.", "COMPANY"),
    ("The order was placed by [BitMine Pampa|COMPANY], a private operator.", "COMPANY"),
    ("On Monday, [Otter Peak Mining, Inc.|COMPANY] signed with [Phoenix Technology Advisers|COMPANY].", "COMPANY"),
    (
        'The deal with [Haoxin Zhisuan Technology Co., Ltd.|COMPANY] of Shenzhen ("[Haoxin|COMPANY]") is signed.',
        "COMPANY",
    ),
    ('[Haoxin Zhisuan Technology Co., Ltd.|COMPANY] (the "Buyer") signed.', "COMPANY"),
    ("Item 2.02 Results of Operations. He was Vice President of Operations of a firm.", "COMPANY"),
    ("It buys out the minority in [Otter River Compute|COMPANY], a 15 MW mine.", "COMPANY"),
    # towns at their sites
    ("A smaller yard at [Corwen|JURISDICTION] has added rigs.", "JURISDICTION"),
    ("Rigs wait at customs in [Nateuy|JURISDICTION].", "JURISDICTION"),
    ("The facility at Kestrel Mining is new.", "JURISDICTION"),
    # sites by name, with a place before their word
    ("They will be racked at [Corvo|FACILITY], its vast site of 205 MW.", "FACILITY"),
    ("Its local arm Vikupa Datacenter went to court.", "FACILITY"),
    # sites by a name alone: with a number, at their megawatts, by their last word, with their size in apposition
    ("At [Otter Bend 3|FACILITY] the last racks are going in, 90 MW in all.", "FACILITY"),
    ("Racks were trucked to [Lamora 2|FACILITY], where 90 MW waits. [Lamora 2|FACILITY] is cold.", "FACILITY"),
    (
        "The substation at [Carroba 4|FACILITY] was energized, three phases after [Carroba 1|FACILITY] through [3|FACILITY].",
        "FACILITY",
    ),
    ("It mines with 27 MW at [Quillan South|FACILITY], in Tasmania.", "FACILITY"),
    ("It has 15 MW at the [Puerto Corvo park|FACILITY], in Misiones.", "FACILITY"),
    ("It put 14 containers at [Bajo del Lobo|FACILITY], an oil field.", "FACILITY"),
    ("It rents 24 MW at its [Alcarra Works|FACILITY] to a cloud firm.", "FACILITY"),
    ("[Frigo Crossing|FACILITY] spent Thursday under water, and 8 MW is out.", "FACILITY"),
    ("A permit for [Elk Park North|FACILITY], of 40 MW, was refused.", "FACILITY"),
    ("It paid $13 million for [Bogalosa|FACILITY], the 48 MW flagship. [Bogalosa|FACILITY] is old.", "FACILITY"),
    ("Stone Thermal, which owns [Keystone Glen|FACILITY] and hosts the fleet, is well.", "FACILITY"),
    ("Other sites\n[Sarpine Annex|FACILITY] (Norway): 18 MW, unchanged.", "FACILITY"),
    ("The firm had 44 MW at the [Sayan-9 data center|FACILITY] near Irkutsk.", "FACILITY"),
    ("It bought the former [Kvarnfall paper mill|FACILITY] near the river.", "FACILITY"),
    ("Ore was loaded at the [Port of Dampira|FACILITY]; Port of Spain is a town.", "FACILITY"),
    ("Its 20 MW are at Phase 2, at Block 4 and at Level 3, in Austin.", "FACILITY"),
    ("Kim West, who mines with 4 MW, lives in Alpine East, and in May 3 rigs ran.", "FACILITY"),
    ("It signed for 50 MW at Volterra, a hosting firm in Ohio.", "FACILITY"),
    ("They met at Elk Park 3, a cinema.", "FACILITY"),
    ("It runs 20 MW at Evandra 1, near [Ville Sault|JURISDICTION].", "JURISDICTION"),
    ("In [Ben Green County|JURISDICTION], it is hot.", "JURISDICTION"),
    # firms that begin with a number word, with a place in their name, behind the word for them
    ("[Eleven Brooks Limited|COMPANY] (ASX: ELB) grows; [Eleven Brooks|COMPANY] mines.", "COMPANY"),
    ("The lender is [Two Creeks Bank|COMPANY], and [Ten Cove Power|COMPANY] sells it power.", "COMPANY"),
    ("Ten Mining Companies and Three Solar Power plants closed. Two Capital Partners left.", "PERSON"),
    ("It signed with [HyperNorth Technology (Hong Kong) Limited|COMPANY] in May.", "COMPANY"),
    (
        "[Hyperia Ridge|COMPANY], a power trader, took it. [Kestrel Acoustics|COMPANY], a consultant to the town, agrees.",
        "COMPANY",
    ),
    ("Auctioneer [Hammer & Nails|COMPANY] sold it. Owner [Llama Bitworks|COMPANY] says rigs drowned.", "COMPANY"),
    # people: a nickname, syllables, a particle, titles
    ("[Marguerite “Mardi” Orlov-Hale|PERSON] was named director.", "PERSON"),
    ("Its manager, [Bae Jun-ho|PERSON], agreed with [Linnea af Sandell|PERSON], its chairman.", "PERSON"),
    ("Councilor [Bertram Zando|PERSON] heard town auditor [Pat Zolkey|PERSON], who left.", "PERSON"),
    ("Park City-based miners met Kim-led firms.", "PERSON"),
    # bodies behind their place
    (
        "The [Yakima County Hearing Examiner|AUTHORITY] and the [Caddo Parish Police Jury|AUTHORITY] refused.",
        "AUTHORITY",
    ),
    (
        "The [Norland Rate Review Panel|AUTHORITY] waits; the [Undersecretariat of Energy|AUTHORITY] fined it.",
        "AUTHORITY",
    ),
    ("A letter went to the [Municipal Electric Department|AUTHORITY].", "AUTHORITY"),
    # letters that are no firm's
    ("Users earn $QTX, and the QTX coin rose. QTX said nothing. QTX rose.", "COMPANY"),
    ("Non-standard transactions (NSTs) grew. NSTs are heavy. NSTs fill blocks.", "COMPANY"),
    # people by what is done with them
    ("A miner put together by ex-trader [Tod Waxler|PERSON] is new.", "PERSON"),
    ("A firm set up by [Binh K. Tran|PERSON] pledged coins.", "PERSON"),
    ("[Hollin Brandwold|PERSON] tendered her resignation.", "PERSON"),
    # Chinese: behind glued cues, of a place, told by 是 and 叫
    ("矿机芯片设计商[铄芯科技|COMPANY]6月30日递表。", "COMPANY"),
    ("外传[神风资本|COMPANY]要入股，他一口否认。", "COMPANY"),
    ("[菲尼克斯集团|COMPANY]的合同不受影响，牵头行是[马斯喀特银行|COMPANY]。", "COMPANY"),
    ("客户是 [Stora Kraft|COMPANY]，认购人为 [Attestor|COMPANY]。", "COMPANY"),
    ("附属公司 [Radiant Hash Inc.|COMPANY]（“买方”）订立合约。", "COMPANY"),
    ("菲尼克斯的银行都关了门。", "COMPANY"),
    ("场长[阿里·纳德里|PERSON]对媒体交底，总经理[阿不都·热西提|PERSON]说。", "PERSON"),
    ("野村分析师[山口拓也|PERSON]估计价格还要再跌。", "PERSON"),
    ("财务长[洪子翎|PERSON]则说，工厂请来[王鸿祎|PERSON]当独董。", "PERSON"),
    ("挪威的[泰达尔园区|FACILITY]已卖出。", "FACILITY"),
    # Chinese companies by legal form, suffix, introduction and listing
    ("他起诉了[北京云杉网络技术有限公司|COMPANY]。", "COMPANY"),
    ("原告[江州算海科技有限公司|COMPANY]请求驳回。", "COMPANY"),
    ("矿企[河图矿业|COMPANY]宣布扩产。", "COMPANY"),
    ("[安杜盟|COMPANY]（ADMH.US）昨日收涨。", "COMPANY"),
    ("[睿远数智|COMPANY]（09880.HK）公告称已签约。", "COMPANY"),
    ("据[江南商报|COMPANY]报道，当地已断电。", "COMPANY"),
    ("来源：[方块财讯|COMPANY]", "COMPANY"),
    ("矿企 [Volcano Hashworks|COMPANY] 宣布订购新机。", "COMPANY"),
    ("[Kestrel Mining|COMPANY]表示，将在年底前部署。", "COMPANY"),
    ("矿池[PoolNova|COMPANY]的算力上升。", "COMPANY"),
    # none of them
    ("区块链科技正在改变金融行业。", "COMPANY"),
    ("多家上市公司披露了持币量。", "COMPANY"),
    ("ETF 和 ASIC 的讨论仍在继续，CEO 没有回应。", "COMPANY"),
    ("比特币矿业正经历转折。", "COMPANY"),
    ("该集团旗下没有矿场。", "COMPANY"),
    ("Zcash 与 DeFi 均上涨。", "COMPANY"),
    # surnames: of two letters, told as such, of a family
    ("Founder [Jihan Xu|PERSON] spoke in May. [Xu|PERSON] is content.", "PERSON"),
    ("Two men were held, one surnamed [Gorvak|PERSON].", "PERSON"),
    ("The Lerdal brothers' mining company has grown.", "COMPANY"),
    # English companies
    ("Bitcoin miner [Kestrel Digital|COMPANY] (NASDAQ: KSTL) reported revenue.", "COMPANY"),
    ("It signed a hosting agreement with [Norfolk Compute LLC|COMPANY] in May.", "COMPANY"),
    ("Shares of [Volterra|COMPANY] fell, according to [Hashnote|COMPANY].", "COMPANY"),
    ("The deal was led by [Orchid Capital|COMPANY] and closed in March.", "COMPANY"),
    ("[Zarnova, Inc.|COMPANY] announced a purchase.", "COMPANY"),
    # sites by a name alone, by a longer word, with their number
    ("Rigs hum in the shadow of [Akosombo|FACILITY], the giant dam on the Volta.", "FACILITY"),
    ("It is building a site called [Osage Landing|FACILITY] near Muskogee.", "FACILITY"),
    ("The first hall at [Project Marble 2|FACILITY] was energized on Monday.", "FACILITY"),
    ("Power comes from the [Shiroro hydropower plant|FACILITY].", "FACILITY"),
    ("Kestrel, a data center operator in Ohio, bought it.", "FACILITY"),
    ("The Project Manager and the Project Finance team left.", "FACILITY"),
    ("代号“[朱诺|FACILITY]”的园区将于明年动工。", "FACILITY"),
    ("一个名为「酒水链」的区块链项目上线。", "FACILITY"),
    # towns by where they stand
    ("It runs farms in [Kalungwe|JURISDICTION], and plants near [Zebrila|JURISDICTION].", "JURISDICTION"),
    ("It sold its stake in Kestrelis and its shares in Norvaht.", "JURISDICTION"),
    ("Farms in [Missoula County|JURISDICTION] closed.", "JURISDICTION"),
    ("位于南部小镇[盖尔多|JURISDICTION]的机房已通电。", "JURISDICTION"),
    # bodies
    ("Kazakhstan's [Ministry of Energy|AUTHORITY] cut the power.", "AUTHORITY"),
    ("The [Bonner Town Council|AUTHORITY] and the [Federal Antimonopoly Service|AUTHORITY] met.", "AUTHORITY"),
    ("法人须在[联邦税务局|AUTHORITY]登记。", "AUTHORITY"),
    ("The town council and the federal service met.", "AUTHORITY"),
    # firms by apposition and by what they do
    ("A reseller on the floor, [Hashmart|COMPANY], was quoting $14.", "COMPANY"),
    ("Space was leased from [Continental Steel Works|COMPANY], its landlord.", "COMPANY"),
    ("[Vantor|COMPANY] is suing [Perrin & Cole|COMPANY] over the lease.", "COMPANY"),
    ("[International Power Holding Company|COMPANY] took a stake.", "COMPANY"),
    ("The best Cloud Mining Company wins.", "COMPANY"),
    # people by what befell them, at the head of a clause
    ("[Nahum Benítez Ortigoza|PERSON] was arrested.", "PERSON"),
    ('"For how long?" asks [Tolo Bekele|PERSON] of a consultancy.', "PERSON"),
    ("[冯既明|PERSON]下了飞机，[冯既明|PERSON]认出了箱子。", "PERSON"),
    ("维修商[老郑|PERSON]给记者看了返修单。", "PERSON"),
    ("创始人[季莫菲·谢苗科夫|PERSON]估计今年能到140亿。", "PERSON"),
    ("技术主管[埃斯特万·柳|PERSON]说，新任副总裁[伊莎贝尔·阮|PERSON]自6月2日履新。", "PERSON"),
    ("创始人[杰里米·麦克纳特|PERSON]拿这笔钱去旅行。", "PERSON"),
    ("金刚石散热材料正在普及，高性能计算也在普及。", "PERSON"),
    # none of them
    ("Bitcoin and Ethereum rose while the CEO was away.", "COMPANY"),
    ("The Company expects the first quarter to be strong.", "COMPANY"),
    ("American and Chinese investors met on Monday in January.", "COMPANY"),
    ("However, miners sold. Meanwhile, prices fell.", "COMPANY"),
    ("High-performance computing is a growing market.", "COMPANY"),
    # by shape where a sentence opens, by apposition, in lists, among small words
    ("[Riverton Platforms|COMPANY], which runs three sites, posted a loss.", "COMPANY"),
    ("[Quellin|COMPANY], a Texas-based bitcoin miner, sold 90 coins.", "COMPANY"),
    ("[Two Harbors Mining|COMPANY] said output fell.", "COMPANY"),
    ("Rivals such as [Kestrel Digital|COMPANY], [Norvaht|COMPANY] and [QVLT|COMPANY] rose.", "COMPANY"),
    ("[Southern Fork Mining|COMPANY] closed a site.", "COMPANY"),
    ("The post on [X|COMPANY] came late; its [X|COMPANY] account is new.", "COMPANY"),
    ("The miner [Zarnova Digital|COMPANY] (NASDAQ: ZRNV) rose. Analysts like [ZRNV|COMPANY].", "COMPANY"),
    ("[Granite Digital Assets|COMPANY] bought rigs; [GDA|COMPANY]'s fleet grew.", "COMPANY"),
    ("A New Era in Cloud MiningHowever, [Kestrel Labs|COMPANY] declined.", "COMPANY"),
    ("About [JQ Mining|COMPANY] [JQ Mining|COMPANY] is a platform. [JQ Mining|COMPANY] grows.", "COMPANY"),
    ("Open an AccountSelect [KQTMining|COMPANY] first. [KQTMining|COMPANY], a cloud miner, pays.", "COMPANY"),
    ("The work is done by its subsidiary, [HIVE Sweden|COMPANY], now. [HIVE Sweden|COMPANY] grows.", "COMPANY"),
    ("About [QTMINING|COMPANY] [QTMINING|COMPANY] is a platform. [QTMINING|COMPANY] grows.", "COMPANY"),
    ("About [Quellin|COMPANY][Quellin|COMPANY] is a platform. Fans of [Quellin|COMPANY] agree.", "COMPANY"),
    ("[Norvaht|COMPANY] Buys\nThe miner [Norvaht|COMPANY] grew.", "COMPANY"),
    ("[Norvaht|COMPANY] Continues Its Work\nThe miner [Norvaht|COMPANY] grew.", "COMPANY"),
    ("according to [quellincharts.com|COMPANY], it fell; [QTBL.com|COMPANY] agreed", "COMPANY"),
    ("write to info@quellincharts.com or see www.quellincharts.com", "COMPANY"),
    ("Find it on [X|COMPANY] , he told [X|COMPANY] followers.", "COMPANY"),
    ("他在[X|COMPANY]上写道，又经由[X|COMPANY]平台回应。", "COMPANY"),
    ("图中X轴是算力，Y轴是电价，X公司不在其中。", "COMPANY"),
    ("企业一面借力资本市场，一面囤币。", "COMPANY"),
    ("顾问[王磊磊|PERSON]说，需求下降。", "PERSON"),
    ("公司与[云脊矿业集团股份有限公司|COMPANY]签订协议。", "COMPANY"),
    ("[星环新能|COMPANY]（01735）宣布购入矿机。", "COMPANY"),
    ("微软与[Norvalt|COMPANY]90亿美元的合同。", "COMPANY"),
    ("云海矿业任命[金磊|PERSON]为首席财务官。", "PERSON"),
    ("[迈克尔·科努尔|PERSON]加盟该公司。", "PERSON"),
    ("[Kestrel Mining|COMPANY]-Backed [Volt Labs|COMPANY] rose.", "COMPANY"),
    # none of them
    ("The deal holds Class B shares.", "COMPANY"),
    ("The ZKT token rose. ZKT, up 4%, is new.", "COMPANY"),
    ("It bought a digital token, ZKTt, and U.S. Treasuries.", "COMPANY"),
    ("said Ana Ruiz, Vice President of Asset Services at the miner.", "COMPANY"),
    ("It is a major North American Bitcoin mining firm.", "COMPANY"),
    ("持有者使用法币托管服务，政客们表示反对。", "COMPANY"),
    ("并要求金融机构和非银行支付机构不得提供服务。", "COMPANY"),
    ("It offers competitive Annual Percentage Yields (APY) to holders.", "COMPANY"),
    ("Growth hinges on Fragile Premiums and cash.", "COMPANY"),
    ("The top Chinese Bitcoin Miners’ move may stir fears.", "COMPANY"),
    ("People who held coins can trade. Latecomers who buy sell.", "PERSON"),
    ("Renewable Energy and Cloud Mining are growing markets.", "COMPANY"),
    ("User-Friendly Platform for AI-Powered Mining", "COMPANY"),
    ("Technology Spurs Demand As Output Grows", "COMPANY"),
    ("The Space X is 10 and X 5; generation X.", "COMPANY"),
    ("The price of IBIT and mNAV moved with the Consumer Price Index.", "COMPANY"),
    # people
    ("首席执行官[埃米尔·卡洛夫|PERSON]称，部署已完成。", "PERSON"),
    ("公司CEO[李文博|PERSON]表示，将继续扩产。", "PERSON"),
    ("联合创始人 [Jonas Pettersen|PERSON] 告诉记者。", "PERSON"),
    ("首席财务官[科琳娜-韦斯|PERSON]回应了提问。", "PERSON"),
    ("said [Laura Steinfeld|PERSON], chief executive of the firm.", "PERSON"),
    ("CEO [Daniel Okafor|PERSON] said. [Okafor|PERSON] added that output grew.", "PERSON"),
    ("By [Hannah Weiss|PERSON]", "PERSON"),
    ('"It works," said [Rosalind Vega|PERSON], who runs it.', "PERSON"),
    ("Prime Minister [Shehbaz Quraloy|PERSON] and the council met.", "PERSON"),
    ("County Commissioner [Ellen Marsh|PERSON] said the noise grew.", "PERSON"),
    ("The suspects are [Tian Jianyun|PERSON] and [Oleg Ogienko|PERSON], police wrote.", "PERSON"),
    ("[Trygve Slagsvold|PERSON], a lawyer in the capital, agreed.", "PERSON"),
    ("Reporting by [Shubham Kalia|PERSON] in Bengaluru", "PERSON"),
    ("The analyst saw [Abel Norvaht|PERSON] and [Ida Brandt|PERSON], who left.", "PERSON"),
    ("Power Outlook[Ida Norvaht|PERSON], the CEO, said so.", "PERSON"),
    ("Before Big Vote [Ida Norvaht|PERSON], an old analyst, spoke. [Norvaht|PERSON] left.", "PERSON"),
    ("Federal Justices [Ida O’Norvaht|PERSON] and [Abel Moreau|PERSON] found so.", "PERSON"),
    ("According to [Zorvex|PERSON], an analyst at a data platform, it fell. [Zorvex|PERSON] stated it.", "PERSON"),
    ("[Zorvex|PERSON], an unnamed analyst, said so. [Zorvex|PERSON] explained it.", "PERSON"),
    ("Analyst [Ida McNorvaht|PERSON] still doubts it. [McNorvaht|PERSON] said so.", "PERSON"),
    (
        "CEO [Ida Norvaht|PERSON] agrees. Rivals like Kestrel Labs and [Norvaht|PERSON] rose.",
        "PERSON",
    ),
    # none of them
    ("Zorvex, an exchange in Oslo, said so.", "PERSON"),
    ("Similarly, Furthermore and Finally are no people, analysts said.", "PERSON"),
    ("Investor Relations and Media Contacts", "PERSON"),
    ("It came to the Lone Star State in May.", "PERSON"),
    ("一名独立矿工成功挖出区块。", "PERSON"),
    ("首席执行官表示，公司将继续扩产。", "PERSON"),
    ("Said the analyst, the market is strong.", "PERSON"),
    ("Mining Pool Luxury Group said so.", "PERSON"),
    # authorities
    ("[国家能源局|AUTHORITY]发布通知。", "AUTHORITY"),
    ("[央行|AUTHORITY]联合[公安部|AUTHORITY]开展整治。", "AUTHORITY"),
    ("The [Ministry of Energy|AUTHORITY] issued a permit.", "AUTHORITY"),
    ("The [Court of King's Bench of Alberta|AUTHORITY] approved it.", "AUTHORITY"),
    ("The [Meridian Capital Markets Tribunal|AUTHORITY] heard the case.", "AUTHORITY"),
    ("The [Council of Europe|AUTHORITY], Jane Doe wrote, agrees.", "AUTHORITY"),
    (
        "The [Norland Securities and Exchange Commission|AUTHORITY] on Thursday ruled; the [Commission|AUTHORITY] is firm.",
        "AUTHORITY",
    ),
    (
        "The [Arland Securities and Index Commission|AUTHORITY] ([ASIC|AUTHORITY]) sued; [ASIC|AUTHORITY] won.",
        "AUTHORITY",
    ),
    ("The ASIC is a chip; a commission was paid.", "AUTHORITY"),
    ("10-year U.S. Treasury bonds and US Treasury notes fell.", "AUTHORITY"),
    ("The Board of Directors met; the Audit Committee agreed.", "AUTHORITY"),
    ("The Texas Blockchain Council sued.", "AUTHORITY"),
    ("监管部门已经介入，政府部门尚未回应。", "AUTHORITY"),
    ("The committee and the court met.", "AUTHORITY"),
    # coined words before a suffix; ordinary words before it end the name
    ("欢迎参加[云岭算科|COMPANY]的说明会。", "COMPANY"),
    ("比特币生产商[霜原矿业|COMPANY]发布公告。", "COMPANY"),
    ("[岚泽运算|COMPANY]决定从当地撤出。", "COMPANY"),
    ("名单上还有[鹤崖科技|COMPANY]和其他公司。", "COMPANY"),
    ("客户登记在[青岬网通|COMPANY]名下。", "COMPANY"),
    ("规划与项目管理、短期投资和网络安全都在预算里。", "COMPANY"),
    ("会议强调推进科技创新，推动资本市场发展。", "COMPANY"),
    ("算力下滑加剧矿工压力，公司转型为计算服务。", "COMPANY"),
    # companies without a suffix, by roles, deals and what firms do
    ("[乐奇芯|COMPANY]联合创始人回应了提问。", "COMPANY"),
    ("公司向[佐伦哈|COMPANY]订购3000台矿机。", "COMPANY"),
    ("矿企[埃洛吉克|COMPANY]在当地的矿场停产。", "COMPANY"),
    ("房企融资收窄，车企交付放缓，矿工卖出比特币。", "COMPANY"),
    ("前首席执行官和联合创始人均已离职。", "COMPANY"),
    # people
    ("主犯[赵某|PERSON]被判处有期徒刑，从犯[钱某某|PERSON]在逃。", "PERSON"),
    ("首席财务官[大卫·莱恩|PERSON]谈到前景。", "PERSON"),
    ("[马睿|PERSON]\n电价多少？\n[马睿|PERSON]\n矿场还做吗？", "PERSON"),
    ("董事长[秦牧之|PERSON]发言。有请[秦|PERSON]总。谢谢[牧之|PERSON]。", "PERSON"),
    ("某个矿场、某种矿机，任何某个人都不例外。", "PERSON"),
    ("问\n电价多少？\n答\n很低。\n问\n谢谢。", "PERSON"),
    # places and sites
    ("[弗里蒙泽矿场|FACILITY]已经通电，[萨克腾数据中心|FACILITY]也已完工。", "FACILITY"),
    ("海外矿场、大型数据中心和水电站都已停工。", "FACILITY"),
    ("[Larkwood枢纽|FACILITY]扩建。", "FACILITY"),
    ("The [Reserve Bank of Norland|AUTHORITY] Governor Ada Quist spoke.", "AUTHORITY"),
    ("A Central Bank Digital Currency is planned.", "AUTHORITY"),
    # places
    ("The city of [Brekstad|JURISDICTION] and [Halvorsund|JURISDICTION], a small town, agreed.", "JURISDICTION"),
    ("The town of hope, a village idea.", "JURISDICTION"),
    # sites
    ("Output at its [Larkwood facility|FACILITY] rose.", "FACILITY"),
    ("[Granite Ridge|FACILITY], a 90 MW data center, went live.", "FACILITY"),
    ("The new plant, [Caprock One|FACILITY], gets gas.", "FACILITY"),
    ("Rigs moved from a Larkwood facility.", "FACILITY"),
    ("the site and the facility were closed; a new data center opened", "FACILITY"),
    ("矿场与数据中心均已关闭。", "FACILITY"),
    # listed firms in news of the exchange
    ("[霁川药业|COMPANY]公告，拟回购股份。", "COMPANY"),
    ("午后，[沐恒电子|COMPANY]、[澜启科技|COMPANY]、[漠望精工|COMPANY]双双涨停。", "COMPANY"),
    ("【[霁川药业|COMPANY]：拟投资建设新厂】", "COMPANY"),
    ("【6连板[霁川药业|COMPANY]：暂无算力业务】", "COMPANY"),
    ("盘中，[沐恒电子|COMPANY]（3板）高开。", "COMPANY"),
    ("[*ST澜启|COMPANY]和[ST沐恒|COMPANY]均已停牌。", "COMPANY"),
    ("[沐恒电子|COMPANY]在互动平台表示，[沐恒电子|COMPANY]没有该业务。", "COMPANY"),
    # none of them
    ("今日本公司公告，上市公司公告，多家公司公告。", "COMPANY"),
    ("半导体板块涨停，算力租赁概念大涨，比特币大跌。", "COMPANY"),
    ("【观点：市场仍在震荡】【王小波：谈谈时间】", "COMPANY"),
    ("分析师称：美国股市收跌，沪深交易所公告。", "COMPANY"),
    # firms of a town, their branches and partnerships
    ("北京数据集团与该校合作。", "JURISDICTION"),
    ("监管部门罚了[岚泽财产保险有限公司苏州分公司|COMPANY]。", "COMPANY"),
    ("出资方为[云岫股权投资合伙企业（有限合伙）|COMPANY]。", "COMPANY"),
    ("海外有限合伙人纷纷撤资。", "COMPANY"),
    ("甲方是[朔望（中国）投资有限公司|COMPANY]。", "COMPANY"),
    ("公司由[KS Volta Pte. Ltd.|COMPANY]控股。", "COMPANY"),
    # none of them
    ("方案提出合理配置储能、备用电源等设施，建设巨灾保险运营平台。", "COMPANY"),
    ("采用金刚石材料和薄膜调制器芯片。", "COMPANY"),
    ("持有 stBTC、kUSD2 与 MidDollar，接入 PaaS 和 NVMe。", "COMPANY"),
    ("[岚泽科技|COMPANY]公告，[岚泽电子|COMPANY]被冻结，[岚泽|COMPANY]回应。", "COMPANY"),
    # people behind 是, in by-lines, with a small word in the name
    ("公司的总裁是[许砚之|PERSON]，男。", "PERSON"),
    ("（记者 |[何砚舟|PERSON]）", "PERSON"),
    ("局长[丁向砚|PERSON]在会上表示。", "PERSON"),
    ("[埃文·莫斯克|PERSON]利用轨道数据中心。", "PERSON"),
    ("公司的总裁是否出席，局长向会议通报。", "PERSON"),
    # people by their post and a comma, in pinyin, behind a title
    ("The mill and its owner, [Torvik Astrand|PERSON], kept the lease.", "PERSON"),
    ("The union was chaired by [Ottar Grenvald|PERSON], a quiet man.", "PERSON"),
    ("Nobody there had heard of [Qian Zhirong|PERSON] before the auction.", "PERSON"),
    ("The board thanked Dame [Odile Farrant|PERSON] for her years.", "PERSON"),
    ("Its owner, [Vossberg Keji|COMPANY], kept the lease.", "COMPANY"),
    # names that begin with a digit, in lower case with a figure, with & and with a legal form behind a site word
    ("A rack was let to [7Tarrin|COMPANY], the start-up that nobody knew. [7Tarrin|COMPANY] said it paid.", "COMPANY"),
    (
        "Little is known of it. [vq8|COMPANY] pays on Fridays, and [vq8|COMPANY] pays well, says a man at [vq8|COMPANY].",
        "COMPANY",
    ),
    ("[rill4, inc.|COMPANY] (OTCQX: RILL) said on Monday it sold six rigs.", "COMPANY"),
    ("The board runs ddr5 and the old ddr4, and ddr5 is faster than ddr4.", "COMPANY"),
    ("The tax office sued [Ulvmark Datacenter 3 AB|COMPANY] last week.", "COMPANY"),
    ("Crates went to [Senvar Precision|COMPANY] and [Torqan Energo|COMPANY] in May.", "COMPANY"),
    # a county before a site word is the place
    ("It sold the Ostrander County site in May.", "FACILITY"),
    # bodies by plain words
    ("Officers of the [Public Security Bureau|AUTHORITY] came at noon.", "AUTHORITY"),
    ("曾任副司长的[岑慧珊|PERSON]转投业界。", "PERSON"),
    ("曾任副司长的职务，他没有再提。", "PERSON"),
    ("28岁的[Tan Wei Kang|PERSON]从论坛买到卡号。", "PERSON"),
    ("扩张中的[云岭算力|COMPANY]再添新机。", "COMPANY"),
    ("四川算力占全国的一半。", "COMPANY"),
    ("[Zcash基金会|COMPANY]发文称，项目已经立项。", "COMPANY"),
    ("[布兰登市议会|AUTHORITY]没有批准。", "AUTHORITY"),
    ("这个市议会没有批准，各州政府也没有。", "AUTHORITY"),
    # commissions of a state without a place before them, not the boards of a firm
    ("总统任命岑柏年为[数字资产政策委员会|AUTHORITY]主席。", "AUTHORITY"),
    ("议会设立[区块链与挖矿委员会|AUTHORITY]，审查用电。", "AUTHORITY"),
    ("政府成立了审计委员会，公司组建了比特币储备委员会。", "AUTHORITY"),
    # institutes by the title behind them, with their school; firms by the share that is held
    ("[柳溪大学密码学实验室|COMPANY]主任苏慕白认为，能耗会降。", "COMPANY"),
    ("他在柳溪大学读书，后来进了实验室。", "COMPANY"),
    ("[岫石研究院|COMPANY]院长苏慕白认为，能耗会降。", "COMPANY"),
    ("基金买入[岫石运算|COMPANY]七成股权。", "COMPANY"),
    # networks of coins in a list, glosses of a law, schemes
    ("Zelvora、Klynt和Orbix等PoS网络耗电很少。", "COMPANY"),
    ("矿企[Zelvora|COMPANY]、[Klynt Mining|COMPANY]等代币企业裁员。", "COMPANY"),
    ("这就是库梅定律（Koomey's Law）。", "COMPANY"),
    # mines and centres by name, not those of a kind
    ("[云岭铜矿|FACILITY]和[云岭创新中心|FACILITY]揭牌，一座露天煤矿停产。", "FACILITY"),
    ("国家创新中心落成，全球创新中心还要等。", "FACILITY"),
    # committees that give money to candidates
    ("政治行动委员会[Tarnlight|COMPANY]向候选人捐款。", "COMPANY"),
]


@pytest.fixture(scope="module")
def recogniser() -> NameRecogniser:
    return NameRecogniser(load_names(patterns_folder()), ())


def unmark(marked: str) -> tuple[str, list[tuple[str, str]]]:
    return MARK.sub(lambda m: m[1], marked), [(m[1], m[2]) for m in MARK.finditer(marked)]


@pytest.mark.parametrize(("marked", "label"), CASES, ids=[case[0][:30] for case in CASES])
def test_case(recogniser: NameRecogniser, marked: str, label: str) -> None:
    text, expected = unmark(marked)
    found = recogniser.find(FoldedText.of(text))
    assert [(mention.text, mention.label) for mention in found if mention.label == label] == expected


PLACED = [
    # a Chinese town that begins a firm's name, one that only stands before a person
    ("Rigs went to [Luoyang Xirong|COMPANY], which had none.", "COMPANY"),
    ("[Zhejiang Ebang Communication|COMPANY] owns the rest.", "COMPANY"),
    ("On the fifth floor in [Shenzhen|JURISDICTION] Qian Zhirong sells fans.", "JURISDICTION"),
    (
        "A project in [Weirfield|JURISDICTION], [W.Va.|JURISDICTION], and in [Trois-Pins|JURISDICTION], [Que.|JURISDICTION], grows.",
        "JURISDICTION",
    ),
    # doubtful towns: movement, seat, what is of the town
    ("She came to [Billings|JURISDICTION], and stayed.", "JURISDICTION"),
    ("They ran in a [Reno|JURISDICTION] garage.", "JURISDICTION"),
    ("Perrand Calcul, of [Lyon|JURISDICTION], took the rest.", "JURISDICTION"),
    ("His uncle Reno sold the garage.", "JURISDICTION"),
    # bodies of power and money in other tongues, a firm of a known one
    ("[Finanssivalvonta|AUTHORITY] and [Osinergmin|AUTHORITY] fined it.", "AUTHORITY"),
    ("[Cleco Power|COMPANY] and [Bloomberg Intelligence|COMPANY] agree.", "COMPANY"),
    # a doubtful site counts where its operator is named
    ("Galaxy Digital has let 133 MW at its [Helios|FACILITY], the filing says.", "FACILITY"),
    ("The chorus of Helios sang.", "FACILITY"),
    ("It racks 1,024 [H200|MACHINE] chips.", "MACHINE"),
    ("The [Bank of Namibia|AUTHORITY] warned of it.", "AUTHORITY"),
    ("The foundry says it cannot ship.", "COMPANY"),
    # firms of a state behind it, funds for an election behind their place
    ("[乌干达国家输电公司|COMPANY]宣布停电。", "COMPANY"),
    ("[德州矿工政治行动委员会|COMPANY]（[德州矿工PAC|COMPANY]）捐款5万美元。", "COMPANY"),
    ("德州的PAC很多。", "COMPANY"),
    ("部长李小鹏表示，[小鹏|COMPANY]会来。", "COMPANY"),
    ("柳溪大学的课程讲[Soluna|COMPANY]。", "COMPANY"),
    ("Solana、Cardano等公链和[Soluna|COMPANY]都受影响。", "COMPANY"),
    ("[Soluna|COMPANY]、[Braiins|COMPANY]等加密货币企业裁员。", "COMPANY"),
    ("公司推出“Marathon 绿电”计划，Braiins矿业指数上涨。", "COMPANY"),
    ("[新加坡交易所|COMPANY]宣布新规。", "COMPANY"),
    ("新加坡交易所有[Soluna|COMPANY]、[Braiins|COMPANY]和[Enovum|COMPANY]。", "COMPANY"),
    ("山西煤矿和智利铜矿减产。", "FACILITY"),
    # a bearing that begins a site's name, parks and airports; a bearing of a place, a demonym, the airport of a town
    ("It spent $3 billion on its [South Tarrow mine|FACILITY].", "FACILITY"),
    (
        "Crypto mining pays for [Virunga National Park|FACILITY] and [Denver International Airport|FACILITY].",
        "FACILITY",
    ),
    ("Its South Korean plant and the North Dakota site closed; the airport in Denver stayed open.", "FACILITY"),
    ("The [Oakvale gold and silver mine|FACILITY] is up for sale.", "FACILITY"),
    # chambers of a state, also in lower case; a bill of one, a house that is none
    (
        "The [Michigan legislature|AUTHORITY] and the [Ohio House|AUTHORITY] passed it; Ohio House Bill 18 failed.",
        "AUTHORITY",
    ),
    ("The [Texas Senate|AUTHORITY] met; a Japan House stood in London.", "AUTHORITY"),
    # funds by the name of their firm, bodies by that of a coin; a headline's verb between
    ("Its [iShares Bitcoin Trust|COMPANY] grew.", "COMPANY"),
    ("[Grayscale|COMPANY] Launches Bitcoin Trust for Europe.", "COMPANY"),
    ("He leads the [Solana Policy Institute|COMPANY] in Washington.", "COMPANY"),
    # bodies: two with "and", the second by its letters; a body of two fields; a congress that is a fair
    ("It settled with the [U.S. Department of Justice|AUTHORITY] and [SEC|AUTHORITY] in May.", "AUTHORITY"),
    ("The [Ministry of Electronics and IT|AUTHORITY] said so.", "AUTHORITY"),
    ("They met at Mobile World Congress in the spring.", "AUTHORITY"),
    ("A trip to the [White House|AUTHORITY] came first.", "AUTHORITY"),
    ("Reform UK leads the polls in the [UK|JURISDICTION].", "JURISDICTION"),
    ("[澳大利亚证券和投资委员会|AUTHORITY]（[ASIC|AUTHORITY]）发函，[ASIC|AUTHORITY]主席说不。", "AUTHORITY"),
    ("矿工买ASIC，ASIC矿机耗电。", "AUTHORITY"),
    # groups, exchanges, associations and press offices of a place; what a state does or has is none
    ("[四川数据集团|COMPANY]和[江西省电子集团|COMPANY]合作，德国能源集团和当地投资集团观望。", "COMPANY"),
    ("[北京产权交易所|COMPANY]、[贵州省电力交易中心|COMPANY]披露。", "COMPANY"),
    ("[日本金融科技协会|COMPANY]与[新加坡区块链行业协会|COMPANY]签约。", "COMPANY"),
    ("香港成立数字人协会，日本最大的协会反对，美国几家商会不语，美国主要矿业协会也不语。", "COMPANY"),
    ("据[南京发布|COMPANY]消息，项目上线。（[深圳发布|COMPANY]）", "COMPANY"),
    ("据北京发布的数据，上海发布新规。", "COMPANY"),
    # branches of banks
    ("[邮储银行蒙城县支行|COMPANY]和[工商银行北京分行|COMPANY]放贷。", "COMPANY"),
    ("[ElphaPex|COMPANY] DG2+ sells for $28,000.", "COMPANY"),
    ("ElphaPex [DG2+|MACHINE] sells for $28,000, ElphaPex [DG1|MACHINE] for less.", "MACHINE"),
    ("[神马旗舰矿机M70|MACHINE]上市。", "MACHINE"),
]


@pytest.fixture(scope="module")
def whole() -> NameRecogniser:
    return NameRecogniser.load(patterns_folder())


@pytest.mark.parametrize(("marked", "label"), PLACED, ids=[case[0][:30] for case in PLACED])
def test_with_registry(whole: NameRecogniser, marked: str, label: str) -> None:
    text, expected = unmark(marked)
    found = whole.find(FoldedText.of(text))
    assert [(mention.text, mention.label) for mention in found if mention.label == label] == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Miner Harrowfield files for Chapter 11", ["Harrowfield"]),
        ("Hail over Harrowfieldshire", []),
        ("", []),
    ],
)
def test_a_title_tells_of_the_names_of_its_text(recogniser: NameRecogniser, title: str, expected: list[str]) -> None:
    text = "Harrowfield and four of its units are in court. It owes millions."
    assert [m.text for m in recogniser.find(FoldedText.of(text), title=title) if m.label == "COMPANY"] == expected


def test_a_share_tells_a_firm_from_a_river(recogniser: NameRecogniser) -> None:
    text = "At rival Harrow Creek (NASDAQ: HRCK) it was less. Below Ottens Creek it was more."
    assert [m.text for m in recogniser.find(FoldedText.of(text)) if m.label == "COMPANY"] == ["Harrow Creek"]


def test_one_ref_for_all_forms_of_a_name(recogniser: NameRecogniser) -> None:
    text = "Kestrel Digital Holdings said it grew. Kestrel Digital plans more, and Kestrel's fleet doubled."
    refs = {mention.ref for mention in recogniser.find(FoldedText.of(text))}
    assert len(refs) == 1


def test_introduced_acronym_carries_the_ref(recogniser: NameRecogniser) -> None:
    text = "哈列斯坦能源监管委员会不详。伏尔加电网公司（VPGC）表示，VPGC将限电。"
    found = [m for m in recogniser.find(FoldedText.of(text)) if m.label == "COMPANY"]
    assert [m.text for m in found] == ["伏尔加电网公司", "VPGC", "VPGC"]
    assert len({m.ref for m in found}) == 1


def test_every_mention_tells_rule_ref_and_confidence(recogniser: NameRecogniser) -> None:
    text = "矿企 Volcano Hashworks 首席执行官 Jonas Pettersen 表示，国家能源局已批准。"
    found = recogniser.find(FoldedText.of(text))
    assert len(found) == 3
    for mention in found:
        assert mention.rule
        assert mention.ref
        assert 0 < mention.confidence <= 1
        assert text[mention.start : mention.end] == mention.text


def test_a_space_before_the_closing_mark_costs_nothing(recogniser: NameRecogniser) -> None:
    found = recogniser.find(FoldedText.of("据《Kolvedge 》记者报道，当地停电。"))
    assert {m.text.strip() for m in found if m.label == "COMPANY"} == {"Kolvedge"}


def test_missing_table_names_the_file(tmp_path: Path) -> None:
    from nlp.errors import ResourceError

    (tmp_path / "common").mkdir()
    (tmp_path / "common" / "names.toml").write_text('coins = "BTC"\n', encoding="utf-8")
    with pytest.raises(ResourceError, match=r"names\.toml"):
        load_names(tmp_path)
