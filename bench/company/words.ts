/** Pieces of Chinese company names, people and talk; long ago frequent ones come first, because draws are skewed. */
const split = (text: string): readonly string[] => text.split(' ')

export const CITIES = split(
  '上海 苏州 深圳 杭州 北京 宁波 无锡 广州 东莞 南京 青岛 天津 成都 武汉 重庆 佛山 常州 郑州 长沙 合肥 西安 济南 大连 沈阳 厦门 福州 温州 嘉兴 绍兴 台州 南通 徐州 烟台 潍坊 泉州 惠州 中山 珠海 昆明 贵阳 南昌 太原 石家庄 长春 哈尔滨',
)

export const BRAND_FIRST = split(
  '华 中 天 金 东 新 宏 恒 鑫 盛 正 永 海 国 德 瑞 大 联 泰 科 佳 明 长 博 精 安 星 广 鸿 汇 三 龙 万 光 宝 凯 启 富 卓 嘉 亿 信 晟 昌 旭 同 荣 锐 远 众',
)

export const BRAND_SECOND = split(
  '信 达 源 宇 业 泰 成 通 力 诚 合 丰 科 瑞 和 元 威 川 兴 智 昊 德 威 锋 邦 翔 创 益 方 隆 华 辰 杰 利 腾 飞 美 恒 康 立 维 朗 越 特 图 佑 程 茂 迪 跃',
)

export const TRADES = split(
  '机械 精密机械 电子 自动化设备 电气 新材料 汽车零部件 模具 仪器仪表 环保设备 五金 塑胶制品 包装设备 数控机床 液压 轴承 阀门 光电 半导体 电缆 医疗器械 食品机械 纺织机械 工程机械 能源 信息技术 智能科技 物流 建筑工程 商贸 化工 制药 钢结构 船舶设备 铝业 玻璃 印刷 家具 农业机械 检测技术',
)

export const LEGAL_FORMS = split('有限公司 有限公司 有限公司 有限公司 有限公司 科技有限公司 股份有限公司 有限责任公司 集团有限公司')

export const STREETS = split(
  '工业大道 科技路 人民路 中山路 长江路 创新路 高新一路 解放路 建设路 迎宾大道 兴业路 环城东路 文化路 和平路 软件大道',
)

export const FAMILY_NAMES = split('王 李 张 刘 陈 杨 赵 黄 周 吴 徐 孙 胡 朱 高 林 何 郭 马 罗 梁 宋 郑 谢 韩 唐 冯 于 董 沈 欧阳 上官')

export const GIVEN_NAMES = split(
  '伟 芳 娜 敏 静 磊 军 洋 勇 艳 杰 娟 涛 明 超 霞 平 刚 桂英 建国 志强 文博 浩然 俊杰 立新 海峰 雨晴 思远 晓燕 国栋 宇航 振华 丽华 秀兰 婷婷 子轩 欣怡 天宇 嘉豪 梦瑶',
)

export const JOB_TITLES = split(
  '采购经理 设备主管 总经理 技术总监 生产经理 采购员 工程师 副总经理 财务经理 车间主任 项目经理 质量经理 研发经理 行政主管',
)

export const SUBJECTS = split(
  '初次拜访 电话回访 方案交流 报价跟进 现场勘查 样机演示 技术答疑 合同条款沟通 到货确认 安装调试 售后回访 需求调研 年度框架洽谈 竞品情况了解 付款催办',
)

export const REMARKS = split(
  '客户对交期比较关注 已发送最新报价单 下周安排现场演示 设备科要求补充技术参数 等待总经理审批 预算已列入下一年度 对方提出价格再优惠五个点 竞争对手已报价 需要提供同行业案例 约定月底前再次沟通 现有设备运行正常 计划明年扩产两条线 要求增加质保期限 采购流程改为公开招标 联系人近期出差',
)

export const NEEDS = split(
  '数控车床更新 自动化产线改造 检测设备采购 仓储系统 激光切割机 空压机节能改造 年度备件框架 机器人焊接工作站 冲压线升级 精密磨床',
)

export const PRODUCTS = split(
  'VMC-850立式加工中心 CK6150数控车床 FL-3015激光切割机 AGV-500搬运车 IR-20焊接机器人 GX-75空压机 CMM-8三坐标测量机 PM-400精密磨床',
)
