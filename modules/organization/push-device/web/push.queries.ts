import { useRecordUi } from '@perigon/record-ui'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { endPushHere, markHere, pushDevices, turnOnHere } from './push-here.ts'

const DEVICES = ['account', 'push-devices']

/** One's devices, which of them this is, and turning push on and off. */
export function usePushDevices() {
  const { api } = useRecordUi()
  const client = useQueryClient()
  const refresh = () => client.invalidateQueries({ queryKey: DEVICES })
  const list = useQuery({
    queryKey: DEVICES,
    queryFn: async () => {
      const [devices, mark] = await Promise.all([pushDevices.list(api), markHere()])
      return { ...devices, here: devices.data.find((device) => device.mark === mark)?.id ?? null }
    },
  })
  const turnOn = useMutation({ mutationFn: (publicKey: string) => turnOnHere(api, publicKey), onSettled: refresh })
  const turnOff = useMutation({ mutationFn: () => endPushHere(api), onSettled: refresh })
  const remove = useMutation({ mutationFn: (id: string) => pushDevices.remove(api, id), onSettled: refresh })
  return { list, turnOn, turnOff, remove }
}
