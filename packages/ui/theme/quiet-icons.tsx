import {
  CheckCircleFilled,
  CloseCircleFilled,
  DownOutlined,
  ExclamationCircleFilled,
  EyeInvisibleOutlined,
  EyeOutlined,
  InfoCircleFilled,
} from '@ant-design/icons'

/** The icons inside antd's own controls stand beside text; unhidden, they are announced by their English file names. */
export const quietIcons = {
  select: { suffixIcon: <DownOutlined aria-hidden /> },
  inputPassword: { iconRender: (visible: boolean) => (visible ? <EyeOutlined aria-hidden /> : <EyeInvisibleOutlined aria-hidden />) },
  alert: {
    infoIcon: <InfoCircleFilled aria-hidden />,
    successIcon: <CheckCircleFilled aria-hidden />,
    warningIcon: <ExclamationCircleFilled aria-hidden />,
    errorIcon: <CloseCircleFilled aria-hidden />,
  },
}
