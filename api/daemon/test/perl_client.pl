# Sys::Virt against the daemon; bindings_test.py knows what is to come out.
use strict;
use warnings;
use Sys::Virt;
use Sys::Virt::Domain;
use Sys::Virt::Event;

sub definition {
    my ($name) = @_;
    return "<domain type='mock'><name>$name</name><memory unit='MiB'>256</memory><vcpu>1</vcpu>"
        . "<os><type>hvm</type></os></domain>";
}

$| = 1;
Sys::Virt::Event::register_default();
my $conn = Sys::Virt->new(uri => $ARGV[0]);
$conn->define_domain(definition("off"));

my @rows = sort map { $_->get_name . " " . ($_->get_id < 0 || $_->get_id > 2**31 ? -1 : $_->get_id) }
    $conn->list_all_domains();
print "list: ", join(", ", @rows), "\n";
print "inactive: ",
    join(", ", map { $_->get_name } $conn->list_all_domains(Sys::Virt::Domain::LIST_INACTIVE)), "\n";

my @events;
$conn->domain_event_register_any(undef, Sys::Virt::Domain::EVENT_ID_LIFECYCLE,
    sub { my ($c, $domain, $event, $detail) = @_; push @events, $domain->get_name . " $event/$detail" if $domain->get_name eq "guest" && $event != Sys::Virt::Domain::EVENT_DEFINED; });

my $guest = $conn->define_domain(definition("guest"));
my @states;
my $note = sub { push @states, ($guest->get_state)[0] };
$guest->create;  $note->();
$guest->suspend; $note->();
$guest->resume;  $note->();
$guest->destroy; $note->();
print "state: ", join(" -> ", @states), "\n";
Sys::Virt::Event::run_default() while @events < 6;
print "event: $_\n" for @events;

$guest->undefine;
eval { $guest->get_state };
print "gone: ", $@->code, "\n";
