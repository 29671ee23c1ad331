// Loaded into every program that the launcher starts: when the launcher is gone, end in good order.
if (process.send) {
  process.on('disconnect', () => {
    process.kill(process.pid, 'SIGTERM')
    setTimeout(() => process.exit(1), 30_000).unref()
  })
  process.channel?.unref()
}
