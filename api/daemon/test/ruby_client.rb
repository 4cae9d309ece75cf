# ruby-libvirt against the daemon; bindings_test.py knows what is to come out.
require "libvirt"

def definition(name)
  "<domain type='mock'><name>#{name}</name><memory unit='MiB'>256</memory><vcpu>1</vcpu>" \
    "<os><type>hvm</type></os></domain>"
end

# This binding brings no event loop: it calls back what a program registers, so here is one of a few lines.
class Loop
  def initialize
    @handles = {}
    @timers = {}
    @next = 1
    Libvirt.event_register_impl(
      ->(fd, events, opaque) { add(@handles, [fd, events, opaque]) },
      ->(watch, events) { @handles[watch][1] = events if @handles[watch] },
      ->(watch) { @handles.delete(watch)&.last },
      ->(interval, opaque) { add(@timers, [interval, opaque]) },
      ->(timer, interval) { @timers[timer][0] = interval if @timers[timer] },
      ->(timer) { @timers.delete(timer)&.last }
    )
  end

  def add(table, entry)
    table[@next] = entry
    @next += 1
    @next - 1
  end

  def turn
    files = {}
    wanted = @handles.select { |_, (_, events, _)| (events & Libvirt::EVENT_HANDLE_READABLE) != 0 }
    wanted.each { |watch, (fd, _, _)| files[IO.for_fd(fd, autoclose: false)] = watch }
    due = @timers.select { |_, (interval, _)| interval >= 0 }
    ready, = IO.select(files.keys, nil, nil, due.any? ? 0.01 : 0.2)
    (ready || []).each do |file|
      watch = files[file]
      fd, _, opaque = @handles[watch]
      Libvirt.event_invoke_handle_callback(watch, fd, Libvirt::EVENT_HANDLE_READABLE, opaque)
    end
    due.each { |timer, (_, opaque)| Libvirt.event_invoke_timeout_callback(timer, opaque) if @timers[timer] }
  end
end

events_loop = Loop.new
conn = Libvirt.open(ARGV[0])
conn.define_domain_xml(definition("off"))

rows = conn.list_all_domains.map { |domain| "#{domain.name} #{domain.active? ? domain.id : -1}" }.sort
puts "list: #{rows.join(', ')}"
inactive = conn.list_all_domains(Libvirt::Connect::LIST_DOMAINS_INACTIVE)
puts "inactive: #{inactive.map(&:name).join(', ')}"

events = []
note = lambda do |_conn, domain, event, detail, _opaque|
  events << "#{domain.name} #{event}/#{detail}" if domain.name == "guest" && event != 0
end
conn.domain_event_register_any(Libvirt::Connect::DOMAIN_EVENT_ID_LIFECYCLE, note)

guest = conn.define_domain_xml(definition("guest"))
states = %i[create suspend resume destroy].map do |step|
  guest.send(step)
  guest.state[0]
end
puts "state: #{states.join(' -> ')}"
events_loop.turn while events.length < 6
events.each { |event| puts "event: #{event}" }

guest.undefine
begin
  guest.state
rescue Libvirt::Error => e
  puts "gone: #{e.libvirt_code}"
end

# Handles let go of the connection in the loop, so it must be closed while there still is one.
guest.free
conn.domain_event_deregister_any(0)
conn.close
events_loop.turn
$stdout.flush
exit!(0)
